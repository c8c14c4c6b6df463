using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Blocking;

/// <summary>Blocks in this app alone, without firewall or root: <c>UseActiveResponseBlocking()</c> refuses what it holds.</summary>
/// <remarks>After a restart a durable store brings its blocks back: what is on record and not listed here is restored.</remarks>
internal sealed class InAppResponder(string name, BlockedAddresses blocked) : IEnumerableResponder, INetworkResponder
{
    public const string DefaultName = "in-app";

    public string Name => name;

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public bool TakesNetworks => true;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        blocked.Add(context.Subject.Address!.Value, name);
        return ValueTask.FromResult(ResponderResult.Applied());
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            blocked.Remove(context.Subject.Address!.Value, name) ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted()
        );

    public bool CanList(string? place) => true;

    public ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FoundEffect>>([
            .. blocked.HeldBy(name).Select(static address => new FoundEffect(Subject.Of(address), null) { IsEndKnown = false }),
        ]);
}
