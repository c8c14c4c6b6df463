using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Testing;

/// <summary>The responder that batches for every firewall, on one in memory.</summary>
public sealed class FirewallResponderConformanceTests : ReversibleResponderConformance
{
    private readonly InMemoryFirewall _firewall = new();

    protected override ValueTask<IResponder> CreateAsync() => ValueTask.FromResult<IResponder>(new FirewallResponder(_firewall));

    protected override ValueTask<string> DescribeEffectsAsync() =>
        ValueTask.FromResult(
            string.Join('\n', _firewall.Entries.Select(static entry => $"{entry.Key} {entry.Value:O}").Order(StringComparer.Ordinal))
        );
}
