using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Tests.Responders.Firewall.Nftables;

namespace ActiveResponse.Tests.Responders.Firewall.Xdp;

/// <summary>XDP and nftables at once, with real kernels of both.</summary>
public class XdpNftablesTests : FirewallBackendConformance, IDisposable
{
    private XdpLab? _lab;

    // As for nftables, which lists whole seconds.
    protected override TimeSpan Precision => TimeSpan.FromSeconds(30);

    public void Dispose()
    {
        _lab?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_probe_names_the_one_that_can_not_be_used()
    {
        var lab = await LabAsync();
        using var theirs = OtherProgram.Attach(lab);
        var pair = await CreateAsync();

        var probe = await pair.ProbeAsync(CancellationToken.None);
        var failed = (await pair.ApplyAsync([NftablesBackendExtensions.Entry("203.0.113.9")], [], CancellationToken.None)).Adds.Single();

        probe.IsUsable.Should().BeFalse();
        probe.Reason.Should().StartWith("xdp: lan0 has another XDP program");
        failed.Detail.Should().StartWith("xdp: lan0 has another XDP program");
        failed.MayBeInPlace.Should().BeTrue("nftables has it");
    }

    [Fact]
    public async Task What_nftables_has_lost_is_gone()
    {
        var lab = await LabAsync();
        var pair = await CreateAsync();
        await pair.BlockAsync("203.0.113.9");
        await lab.Network.Firewall.NftAsync("flush ruleset");

        (await pair.ListedAsync()).Should().BeEmpty();
        (await lab.Backend().AddressesAsync()).Should().Equal("203.0.113.9");
    }

    protected override async ValueTask<IFirewallBackend> CreateAsync()
    {
        var lab = await LabAsync();
        var firewall = lab.Network.Firewall;
        return FirewallBackends.Both(
            lab.Backend(),
            new NftablesBackend(new NftablesOptions(), firewall, TimeProvider.System, firewall.Netlink)
        );
    }

    protected override async ValueTask<string> DescribeHostAsync()
    {
        var lab = await LabAsync();
        return await lab.DescribeAsync() + await lab.Network.Firewall.ExecAsync("nft", "-s", "list", "ruleset");
    }

    private async Task<XdpLab> LabAsync() => _lab ??= await XdpLab.PairAsync();
}
