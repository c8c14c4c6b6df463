using System.Globalization;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Testing;

public sealed class InMemoryFirewallConformanceTests : FirewallBackendConformance
{
    private readonly InMemoryFirewall _firewall = new();

    protected override TimeProvider Clock { get; } = new ManualClock();

    protected override TimeSpan Precision => TimeSpan.Zero;

    protected override ValueTask<IFirewallBackend> CreateAsync() => ValueTask.FromResult<IFirewallBackend>(_firewall);

    protected override ValueTask<string> DescribeHostAsync() =>
        ValueTask.FromResult(
            string.Join(
                '\n',
                _firewall
                    .Entries.Select(static entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value:O}"))
                    .Order(StringComparer.Ordinal)
            )
        );
}
