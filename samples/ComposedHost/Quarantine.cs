using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ComposedHost;

/// <summary>A responder: what <c>"Executable": "quarantine"</c> refers to. This one only says what it would do.</summary>
internal sealed class Quarantine : IReversibleResponder
{
    public string Name => "quarantine";

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine($"  quarantine {context.Subject} until {context.Until:HH:mm:ss}");
        return ValueTask.FromResult(ResponderResult.Applied());
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine($"  release {context.Subject}");
        return ValueTask.FromResult(ResponderResult.Lifted());
    }
}
