using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>The table that is made over the socket is the one that nft makes.</summary>
public sealed class TableBatchTests
{
    private static readonly string[] Addresses =
    [
        "192.0.2.1",
        "198.51.100.0/24",
        "198.51.0.0/17",
        "0.0.0.0/0",
        "2001:db8::1",
        "2001:db8:1::/48",
        "2001:db8:2::/63",
        "::/0",
    ];

    // How the kernel updates timeouts is tried by nft.
    private const int RunsForTimeouts = 3;

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(false, NftablesRefusal.Drop, true, -10)]
    [InlineData(true, NftablesRefusal.Drop, false, 0)]
    [InlineData(true, NftablesRefusal.Reject, true, -1000)]
    [InlineData(false, NftablesRefusal.Reject, false, 1000)]
    public async Task Is_what_nft_makes_to_the_letter(bool counter, NftablesRefusal refusal, bool forward, int priority)
    {
        var options = new NftablesOptions
        {
            Counter = counter,
            Refusal = refusal,
            Forward = forward,
            Priority = priority,
        };
        using var byProgram = await NetworkLab.SingleAsync();
        using var bySocket = await NetworkLab.SingleAsync();

        await Program(byProgram, options).ApplyAsync(All, [], CancellationToken.None);
        using var backend = Socket(bySocket, options);
        await backend.ApplyAsync(All, [], CancellationToken.None);

        bySocket.Firewall.Runs.Should().Be(RunsForTimeouts);
        await ShouldBeTheSameAsync(bySocket, byProgram);
    }

    [Fact]
    public async Task Is_the_same_beside_tables_of_others_and_leaves_them_alone()
    {
        const string Foreign = """
            add table inet filter
            add set inet filter hosts4 { type ipv4_addr; elements = { 192.0.2.7 }; }
            add chain inet filter input { type filter hook input priority 0; policy accept; }
            add rule inet filter input ip saddr @hosts4 drop
            add table ip nat
            """;
        using var byProgram = await NetworkLab.SingleAsync();
        using var bySocket = await NetworkLab.SingleAsync();
        await byProgram.Firewall.NftAsync(Foreign);
        await bySocket.Firewall.NftAsync(Foreign);

        await Program(byProgram).ApplyAsync(All, [], CancellationToken.None);
        using var backend = Socket(bySocket);
        await backend.ApplyAsync(All, [], CancellationToken.None);

        await ShouldBeTheSameAsync(bySocket, byProgram);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replaces_the_chains_of_an_earlier_process_whichever_way_it_made_them(bool firstBySocket)
    {
        using var lab = await NetworkLab.SingleAsync();
        using var byProgram = await NetworkLab.SingleAsync();
        var other = new NftablesOptions
        {
            Refusal = NftablesRefusal.Reject,
            Counter = true,
            Forward = false,
            Priority = -300,
        };
        using (var first = firstBySocket ? Socket(lab) : Program(lab))
        {
            await first.ApplyAsync(All, [], CancellationToken.None);
        }

        await Program(byProgram).ApplyAsync(All, [], CancellationToken.None);
        using (var second = firstBySocket ? Program(lab, other) : Socket(lab, other))
        {
            await second.BlockAsync("192.0.2.2");
        }

        await Program(byProgram, other).BlockAsync("192.0.2.2");
        await ShouldBeTheSameAsync(lab, byProgram);
    }

    [Fact]
    public async Task A_check_says_that_the_kernel_takes_it_and_makes_nothing()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var socket = new ElementSocket(lab.Firewall.Netlink(out _)!, "active_response", _clock);

        (await ArmAsync(socket, commits: false)).Should().Be(0);
        (await RulesetAsync(lab, "list", "ruleset")).Should().BeEmpty();

        (await ArmAsync(socket, commits: true)).Should().Be(0);
        (await RulesetAsync(lab, "list", "ruleset")).Should().Contain("@nets6_48 drop");
    }

    [Fact]
    public async Task A_check_says_what_the_kernel_refuses()
    {
        using var lab = await NetworkLab.SingleAsync();
        await lab.Firewall.NftAsync(
            "add table inet active_response\nadd set inet active_response hosts4 { type ether_addr; flags timeout; }"
        );
        using var socket = new ElementSocket(lab.Firewall.Netlink(out _)!, "active_response", _clock);

        (await ArmAsync(socket, commits: false)).Should().NotBe(0);
    }

    [Theory]
    [InlineData(NetlinkErrors.NoRoom)]
    [InlineData(NetlinkErrors.TooLong)]
    [InlineData(9)]
    public async Task Where_the_socket_fails_nft_makes_the_table_and_nothing_is_lost(int error)
    {
        using var lab = await NetworkLab.SingleAsync();
        using var byProgram = await NetworkLab.SingleAsync();
        SpoilingSocket? socket = null;
        using var backend = SpoilingSocket.BackendIn(lab, opened => socket ??= opened, _clock);
        await backend.ListedAsync();
        var refusals = 1;
        socket!.Refuse = () => socket.IsChange && refusals-- > 0 ? error : 0;

        var batch = await backend.ApplyAsync(All, [], CancellationToken.None);

        batch.Adds.Should().OnlyContain(static result => result.IsSuccess);
        lab.Firewall.Runs.Should().Be(RunsForTimeouts + 1);
        await Program(byProgram).ApplyAsync(All, [], CancellationToken.None);
        await ShouldBeTheSameAsync(lab, byProgram);
    }

    [Fact]
    public async Task What_the_kernel_refuses_nft_is_asked_for_and_explains()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var backend = SpoilingSocket.BackendIn(lab, static socket => socket.OnSend = SpoilingSocket.ForgetChains, _clock);
        lab.Firewall.Intercept = static (command, run) =>
            command.Arguments.Contains("-f")
                ? new(ActiveResponse.Processes.CommandResult.Exited(1, error: "Error: Could not process rule: Operation not supported"))
                : run(command);

        (await backend.ProbeAsync(CancellationToken.None))
            .Should()
            .Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("the kernel lacks a part of nftables"));
        var batch = await backend.ApplyAsync([NftablesBackendExtensions.Entry("192.0.2.1", null)], [], CancellationToken.None);

        batch.Adds.Single().Detail.Should().Contain("the kernel lacks a part of nftables");
        (await RulesetAsync(lab, "list", "ruleset")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_kernel_before_6_3_needs_nft_no_more_often()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var backend = SpoilingSocket.BackendIn(lab, static socket => socket.OnSend = SpoilingSocket.ForgetDestroy, _clock);
        lab.Firewall.Intercept = static (command, run) =>
            command.Arguments.Contains("active_response_probe")
                ? new(ActiveResponse.Processes.CommandResult.Exited(0, NftablesAnswers.OldKernel))
                : run(command);

        var batch = await backend.ApplyAsync(All, [], CancellationToken.None);

        batch.Adds.Should().OnlyContain(static result => result.IsSuccess);
        lab.Firewall.Runs.Should().BeLessThanOrEqualTo(RunsForTimeouts);
    }

    [Fact]
    public async Task A_start_with_a_socket_needs_nft_only_for_its_version()
    {
        using var lab = await NetworkLab.SingleAsync();
        using var backend = Socket(lab);

        (await backend.ProbeAsync(CancellationToken.None)).IsUsable.Should().BeTrue();
        await backend.ListedAsync();
        await backend.ApplyAsync(All, [], CancellationToken.None);

        lab.Firewall.Runs.Should().Be(RunsForTimeouts + 1);
    }

    private static IReadOnlyList<FirewallEntry> All =>
        [.. Addresses.Select(static address => NftablesBackendExtensions.Entry(address, null))];

    private static async Task<int> ArmAsync(ElementSocket socket, bool commits) =>
        (
            await socket.ArmAsync(
                new NftablesOptions(),
                new NftablesTransaction([.. All.Select(static entry => NftablesSet.Of(entry.Address))], [], UpdatesTimeouts: true),
                commits,
                CancellationToken.None
            )
        ).Error;

    private NftablesBackend Program(NetworkLab lab, NftablesOptions? options = null) =>
        new(options ?? new NftablesOptions(), lab.Firewall, _clock, open: null);

    private NftablesBackend Socket(NetworkLab lab, NftablesOptions? options = null) =>
        new(options ?? new NftablesOptions(), lab.Firewall, _clock, lab.Firewall.Netlink);

    private static async Task ShouldBeTheSameAsync(NetworkLab one, NetworkLab other)
    {
        (await RulesetAsync(one, "list", "ruleset")).Should().Be(await RulesetAsync(other, "list", "ruleset"));
        (await RulesetAsync(one, "-j", "list", "ruleset")).Should().Be(await RulesetAsync(other, "-j", "list", "ruleset"));
    }

    private static Task<string> RulesetAsync(NetworkLab lab, params string[] arguments) => lab.Firewall.ExecAsync(["nft", .. arguments]);
}
