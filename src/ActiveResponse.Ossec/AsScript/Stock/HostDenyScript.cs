using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary><c>host-deny</c>: a duplicate is an error, as for callers of the stock script.</summary>
internal sealed class HostDenyScript(IFirewallBackend backend, string file) : IReversibleResponder
{
    public string Name => backend.Name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        var address = context.Subject.Address!.Value;
        if ((await backend.ListAsync(cancellationToken).ConfigureAwait(false)).Any(entry => entry.Address == address))
        {
            return Double(address);
        }

        var result = (
            await backend.ApplyAsync([new FirewallEntry(address, context.Until)], [], cancellationToken).ConfigureAwait(false)
        ).Adds[0];
        return result.Outcome == ActionOutcome.AlreadyApplied ? Double(address) : result;
    }

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        (await backend.ApplyAsync([], [context.Subject.Address!.Value], cancellationToken).ConfigureAwait(false)).Removes[0];

    private ResponderResult Double(AddressPrefix address) => ResponderResult.Refused($"IP {address} already exists on '{file}'");
}
