using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>A plug-in that notes what it is called with, and answers as it is told.</summary>
internal sealed class NotingResponder : IReversibleResponder
{
    public string Name => "noting";

    public ResponderNeeds Needs { get; init; } = ResponderNeeds.Address;

    public List<string> Calls { get; } = [];

    public ResponseOrder? LastOrder { get; private set; }

    public Func<ResponderContext, ResponderResult> OnApply { get; set; } = static _ => ResponderResult.Applied();

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Calls.Add($"apply {context.Subject}");
        LastOrder = context.Order;
        return ValueTask.FromResult(OnApply(context));
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        Calls.Add($"revert {context.Subject}");
        return ValueTask.FromResult(ResponderResult.Lifted());
    }
}
