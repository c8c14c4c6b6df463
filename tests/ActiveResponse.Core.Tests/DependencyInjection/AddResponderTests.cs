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

    public static TheoryData<string, Action<ActiveResponseBuilder>> WrongOptions =>
        new()
        {
            { "nftables", static builder => builder.AddNftables(new() { Table = "no table" }) },
            { "hosts.deny", static builder => builder.AddHostsDeny(new() { File = "relative" }) },
            { "firewalld", static builder => builder.AddFirewalld(new() { Name = "" }) },
            { "firewalld sets", static builder => builder.AddFirewalldIpset(new() { Name = "" }) },
            { "null route", static builder => builder.AddNullRoute(new() { Name = "" }) },
            { "pf", static builder => builder.AddPf(new() { Name = "" }) },
            { "ipfw", static builder => builder.AddIpfw(new() { Name = "" }) },
            { "npf", static builder => builder.AddNpf(new() { Name = "" }) },
            { "ipfilter", static builder => builder.AddIpfilter(new() { Name = "" }) },
            { "bsd route", static builder => builder.AddBsdRoute(new() { Name = "" }) },
            { "netsh", static builder => builder.AddNetsh(new() { Name = "" }) },
            { "windows route", static builder => builder.AddWindowsRoute(new() { Name = "" }) },
            { "aix", static builder => builder.AddAixIpsec(new() { Name = "" }) },
            { "iptables", static builder => builder.AddIptables(new() { Name = "" }) },
            { "ipset", static builder => builder.AddIpset(new() { Name = "" }) },
            { "firewall-drop", static builder => builder.AddFirewallDrop(new() { Name = "" }) },
            { "accounts", static builder => builder.AddDisableAccount(new() { Name = "" }) },
            { "scripts", static builder => builder.UseScripts(new ScriptOptions { Folder = "" }) },
        };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void Options_are_checked_where_they_are_given(string part, Action<ActiveResponseBuilder> add)
    {
        var builder = new ServiceCollection().AddActiveResponse();
        builder.Invoking(add).Should().Throw<ArgumentException>(part);
    }
}
