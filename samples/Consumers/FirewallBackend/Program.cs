using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

// A firewall of one's own: the engine hands it blocks in batches, takes them back, and asks it for nothing that it can't express.
await using var stage = await Stage.SetAsync(
    (builder, _) => builder.UseConfig(Stage.Rules("edge-router")).AddFirewall(_ => new EdgeRouter())
);
await stage.HandleAsync("203.0.113.9");
await stage.HandleAsync("2001:db8::9");
await stage.PassAsync(TimeSpan.FromMinutes(10));

/// <summary>A router that blocks single IPv4 addresses.</summary>
internal sealed class EdgeRouter : IFirewallBackend
{
    private readonly Dictionary<AddressPrefix, DateTimeOffset?> _rules = [];

    public string Name => "edge-router";

    public FirewallCapabilities Capabilities { get; } =
        FirewallCapabilities.Batches
        | FirewallCapabilities.Enumeration
        | FirewallCapabilities.MarksEntries
        | FirewallCapabilities.KeepsEnds
        | FirewallCapabilities.ExclusivePlace;

    public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new FirewallProbe(true, "the router answers"));

    public ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ResponderResult[] removed =
        [
            .. removes.Select(address => _rules.Remove(address) ? ResponderResult.Lifted() : ResponderResult.AlreadyLifted()),
        ];
        ResponderResult[] added = [.. adds.Select(Add)];
        Console.WriteLine($"router: {string.Join(' ', _rules.Keys)}".TrimEnd());
        return ValueTask.FromResult(new FirewallBatchResult(added, removed));
    }

    public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FirewallEntry>>([.. _rules.Select(static rule => new FirewallEntry(rule.Key, rule.Value))]);

    public ValueTask UninstallAsync(CancellationToken cancellationToken)
    {
        _rules.Clear();
        return ValueTask.CompletedTask;
    }

    private ResponderResult Add(FirewallEntry entry)
    {
        if (!entry.Address.IsSingleAddress || entry.Address.ToString().Contains(':', StringComparison.Ordinal))
        {
            return ResponderResult.Refused("the router blocks single IPv4 addresses");
        }

        _rules[entry.Address] = entry.Until;
        return ResponderResult.Applied();
    }
}
