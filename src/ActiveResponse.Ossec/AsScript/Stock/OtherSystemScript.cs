using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>A script for another system's packet filter: reports that instead of doing nothing silently.</summary>
internal sealed class OtherSystemScript(string name) : IReversibleResponder
{
    public string Name => name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Invalid());

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Invalid());

    private ResponderResult Invalid() =>
        ResponderResult.Refused($"Invalid system: {name} isn't a packet filter of this one, so nothing is blocked; use firewall-drop");
}
