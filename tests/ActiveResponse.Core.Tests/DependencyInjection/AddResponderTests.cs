using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.DependencyInjection;

/// <summary>What each <c>Add…</c> checks, and when.</summary>
public sealed class AddResponderTests
{
    public static TheoryData<string, Func<ActiveResponseBuilder, ActiveResponseBuilder>> PacketFilters =>
        new()
        {
            { "nftables", static builder => builder.AddNftables() },
            { "iptables", static builder => builder.AddIptables() },
            { "ipset", static builder => builder.AddIpset() },
            { "firewalld-drop", static builder => builder.AddFirewalld() },
            { "firewalld-ipset", static builder => builder.AddFirewalldIpset() },
            { "xdp", static builder => builder.AddXdp() },
            { "pf", static builder => builder.AddPf() },
            { "ipfw", static builder => builder.AddIpfw() },
            { "npf", static builder => builder.AddNpf() },
            { "ipfilter", static builder => builder.AddIpfilter() },
            { "netsh", static builder => builder.AddNetsh() },
            { "aix-ipsec", static builder => builder.AddAixIpsec() },
        };

    [Theory]
    [MemberData(nameof(PacketFilters))]
    public async Task A_packet_filter_alone_is_the_firewall_of_a_stock_configuration(
        string name,
        Func<ActiveResponseBuilder, ActiveResponseBuilder> add
    )
    {
        await using var services = add(new ServiceCollection().AddActiveResponse()).Services.BuildServiceProvider();
        var catalog = services.GetRequiredService<IResponderCatalog>();
        catalog.TryFind(Some.Command("firewall-drop"), out var found).Should().BeTrue();
        found!.Name.Should().Be(name);
    }
}
