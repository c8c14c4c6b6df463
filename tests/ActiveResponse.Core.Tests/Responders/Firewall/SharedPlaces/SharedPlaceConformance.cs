using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

/// <summary>The conformance suite against a stand-in of the system's programs.</summary>
public abstract class SharedPlaceConformance : FirewallBackendConformance
{
    private protected abstract StandIn Host { get; }

    private protected abstract IFirewallBackend Make(ICommandRunner runner);

    /// <summary>Blocks an address as the administrator would.</summary>
    private protected abstract CommandResult Block(AddressPrefix address);

    protected override ValueTask<IFirewallBackend> CreateAsync() => ValueTask.FromResult(Make(Host));

    protected override ValueTask<string> DescribeHostAsync() => ValueTask.FromResult(Host.Describe());

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        Block(address).IsSuccess.Should().BeTrue();
        return ValueTask.FromResult(true);
    }

    protected override ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad) =>
        ValueTask.FromResult<IFirewallBackend?>(Make(new Spoiler(Host, bad)));
}
