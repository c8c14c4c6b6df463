using ActiveResponse.Planning;
using ActiveResponse.Responders;

// A responder of one's own: it opens a ticket, and closes it when the timeout ends.
await using var stage = await Stage.SetAsync(
    (builder, _) => builder.UseConfig(Stage.Rules("open-ticket")).AddResponder(_ => new Tickets())
);
await stage.HandleAsync("203.0.113.9");
await stage.PassAsync(TimeSpan.FromMinutes(10));

/// <summary>Opens and closes tickets.</summary>
internal sealed class Tickets : IReversibleResponder
{
    public string Name => "open-ticket";

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine($"ticket opened: {context.Subject} until {context.Until:HH:mm}");
        return ValueTask.FromResult(ResponderResult.Applied());
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine($"ticket closed: {context.Subject}");
        return ValueTask.FromResult(ResponderResult.Lifted());
    }
}
