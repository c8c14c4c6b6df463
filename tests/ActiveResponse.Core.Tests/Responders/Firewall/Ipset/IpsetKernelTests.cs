using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Iptables;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Ipset;

/// <summary>The real ipset, and what others do to sets and rules meanwhile.</summary>
public sealed class IpsetKernelTests
{
    [SkippableTheory]
    [InlineData(IptablesVariant.Nft)]
    [InlineData(IptablesVariant.Legacy)]
    public async Task What_somebody_destroyed_is_put_back_with_the_next_block(IptablesVariant variant)
    {
        using var lab = await IptablesLab.MakeAsync(variant, withIpset: true);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await backend.BlockAsync("203.0.113.10");
        await lab.RunAsync("iptables", "-F");
        await lab.RunAsync("iptables", "-X");
        await lab.DestroyAsync("active_response4");

        await backend.BlockAsync("203.0.113.11");

        (await backend.AddressesAsync()).Should().BeEquivalentTo("203.0.113.9", "203.0.113.10", "203.0.113.11");
        (await lab.RulesOfAsync("INPUT")).Should().Equal("-m comment --comment active-response -j active_response_set");
    }

    [SkippableFact]
    public async Task Elements_of_others_in_our_set_stay_and_so_does_the_set()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var backend = Backend(lab);
        await backend.BlockAsync("203.0.113.9");
        await lab.Net.Firewall.ExecAsync("ipset", "add", "active_response4", "198.51.100.7");

        (await backend.AddressesAsync()).Should().Equal("203.0.113.9");
        await backend.UninstallAsync(CancellationToken.None);

        (await lab.Net.Firewall.ExecAsync("ipset", "save")).Should().Contain("add active_response4 198.51.100.7").And.NotContain("203.0.113.9");
    }

    [SkippableFact]
    public async Task A_full_set_fails_what_does_not_fit_and_says_so()
    {
        using var lab = await IptablesLab.MakeAsync(IptablesVariant.Nft, withIpset: true);
        var backend = new IpsetBackend(lab.Ipset with { MaxElements = 4 }, lab.Net.Firewall, TimeProvider.System);

        var result = await backend.ApplyAsync([.. Enumerable.Range(0, 40).Select(static i => NftablesBackendExtensions.Entry($"192.0.2.{i}"))], [], CancellationToken.None);

        var failed = result.Adds.Where(static one => !one.IsSuccess).ToList();
        failed.Should().NotBeEmpty().And.OnlyContain(static one => one.Detail!.Contains("the set is full"));
        (await backend.ListedAsync()).Should().HaveCount(40 - failed.Count);
    }

    private static IpsetBackend Backend(IptablesLab lab) => new(lab.Ipset, lab.Net.Firewall, TimeProvider.System);
}
