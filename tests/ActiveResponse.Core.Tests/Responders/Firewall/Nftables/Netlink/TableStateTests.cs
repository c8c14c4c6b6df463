using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>One table asked about over the socket, in a network namespace of the test.</summary>
public sealed class TableStateTests
{
    [Theory]
    [InlineData("ip", false)]
    [InlineData("ip6", true)]
    public async Task The_kernel_says_whether_the_table_of_a_family_is_dormant(string family, bool isIPv6)
    {
        using var lab = await NetworkLab.SingleAsync();
        TableState.IsDormant(lab.Firewall.Netlink, isIPv6, "filter").Should().BeFalse("there is none");

        await lab.Firewall.NftAsync($"add table {family} filter");
        TableState.IsDormant(lab.Firewall.Netlink, isIPv6, "filter").Should().BeFalse();

        await lab.Firewall.NftAsync($"add table {family} filter {{ flags dormant; }}");
        TableState.IsDormant(lab.Firewall.Netlink, isIPv6, "filter").Should().BeTrue();
        TableState.IsDormant(lab.Firewall.Netlink, !isIPv6, "filter").Should().BeFalse("it is of the other family");
        TableState.IsDormant(lab.Firewall.Netlink, isIPv6, "nat").Should().BeFalse("it is another table");
    }

    [Fact]
    public void Without_a_socket_nothing_is_known() => TableState.IsDormant(Refused, isIPv6: false, "filter").Should().BeNull();

    [Fact]
    public async Task A_dormant_table_is_found_without_a_program()
    {
        using var lab = await NetworkLab.SingleAsync();
        await lab.Firewall.NftAsync("add table ip filter { flags dormant; }");
        var runner = new FakeCommandRunner();
        var program = new IptablesProgram(runner, IptablesVariant.Nft, TimeSpan.FromSeconds(1), isIPv6: false);
        var dormancy = new IptablesDormancy(runner, IptablesVariant.Nft, program, lab.Firewall.Netlink);

        var found = await dormancy.FindPassagesAsync(
            new IptablesFrame(new IptablesOptions().Place, isIPv6: false),
            IptablesTable.Parse([]),
            CancellationToken.None
        );

        found.Should().ContainSingle().Which.Description.Should().StartWith("the table ip filter is dormant");
        runner.Calls.Should().BeEmpty();
    }

    private static INetlinkSocket? Refused(out int error)
    {
        error = NetlinkErrors.NotPermitted;
        return null;
    }
}
