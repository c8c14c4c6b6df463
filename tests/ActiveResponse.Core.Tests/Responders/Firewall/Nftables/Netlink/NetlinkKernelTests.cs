using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables.Netlink;

/// <summary>The same over the socket, and what only a socket can do.</summary>
public sealed class NetlinkKernelTests : NftablesKernelTests
{
    private readonly List<SpoilingSocket> _sockets = [];
    private SpoilingSocket.Change _onSend = static _ => { };
    private Action<byte[]> _afterSend = static _ => { };

    private protected override bool NeedsNft => false;

    private protected override string Refuser => "the kernel refuses a change of the set hosts6: ";

    [Fact]
    public async Task Blocks_and_lifts_start_no_program_and_close_no_socket()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(600));
        var runs = lab.Firewall.Runs;

        for (var i = 2; i < 100; i++)
        {
            await backend.BlockAsync($"192.0.2.{i}", In(600));
            await backend.LetInAsync($"192.0.2.{i - 1}");
        }

        lab.Firewall.Runs.Should().Be(runs);
        _sockets.Should().ContainSingle().Which.Sent.Should().BeLessThan(210);
        (await backend.AddressesAsync()).Should().Equal("192.0.2.99");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_element_that_is_gone_fails_nothing_of_a_batch(bool oldKernel)
    {
        using var lab = await NetworkLab.SingleAsync();
        PretendOld(lab, oldKernel);
        var backend = Backend(lab);
        await backend.ApplyAsync(
            [Entry("192.0.2.1", 600), Entry("192.0.2.2", 600), Entry("192.0.2.3", 600), Entry("198.51.100.0/24", 600)],
            [],
            CancellationToken.None
        );
        await lab.Firewall.NftAsync("delete element inet active_response hosts4 { 192.0.2.2 }");

        var batch = await backend.ApplyAsync(
            [Entry("192.0.2.4", 600)],
            [Some.Prefix("192.0.2.2"), Some.Prefix("192.0.2.3"), Some.Prefix("198.51.100.0/24")],
            CancellationToken.None
        );

        batch.Adds.Concat(batch.Removes).Should().OnlyContain(static result => result.IsSuccess);
        (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.4");
    }

    [Theory]
    [InlineData(64 * 1024 * 1024)]
    [InlineData(200 * 1024)]
    [InlineData(8 * 1024)]
    public async Task As_many_as_there_are_land_in_as_few_transactions_as_the_socket_takes(int largest)
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = new NftablesBackend(
            new NftablesOptions(),
            lab.Firewall,
            Clock,
            SpoilingSocket.In(
                lab,
                socket =>
                {
                    socket.LargestMessage = Math.Min(largest, socket.LargestMessage);
                    _sockets.Add(socket);
                }
            )
        );
        FirewallEntry[] entries =
        [
            .. Enumerable
                .Range(0, 20_000)
                .SelectMany(i => new[] { Entry($"198.18.{i >> 8}.{i & 255}", 600), Entry($"2001:db8::{i:x}", null) }),
        ];

        var batch = await backend.ApplyAsync(entries, [], CancellationToken.None);

        batch.Adds.Should().OnlyContain(static result => result.Outcome == ActionOutcome.Applied);
        var listed = await backend.ListedAsync();
        listed.Should().HaveCount(entries.Length);
        listed
            .Select(static entry => (entry.Address, entry.Until.HasValue))
            .ToHashSet()
            .SetEquals(entries.Select(static entry => (entry.Address, entry.Until.HasValue)))
            .Should()
            .BeTrue();
        (await backend.ApplyAsync([], [.. entries.Select(static entry => entry.Address)], CancellationToken.None))
            .Removes.Should()
            .OnlyContain(static result => result.IsSuccess);
        (await backend.ListedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task When_the_answer_gets_lost_what_is_there_tells()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(600));
        var runs = lab.Firewall.Runs;

        _sockets.Single().Losses = 1;
        await backend.BlockAsync("192.0.2.2", In(600));
        _sockets.Single().Losses = 1;
        await backend.LetInAsync("192.0.2.1");

        (await backend.AddressesAsync()).Should().Equal("192.0.2.2");
        lab.Firewall.Runs.Should().Be(runs);
    }

    [Fact]
    public async Task When_the_answer_gets_lost_an_end_that_did_not_move_is_moved_again()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(60));

        var refusals = 1;
        _sockets.Single().Refuse = () => refusals-- > 0 ? NetlinkErrors.NoRoom : 0;
        var blocking = Task.Run(() => backend.BlockAsync("192.0.2.1", In(600)));

        // It waits so long before the next try.
        await Clock.TimerOf(TimeSpan.FromMilliseconds(10));
        Clock.Advance(TimeSpan.FromMilliseconds(10));
        await blocking;
        (await backend.ListedAsync()).Single().Until.Should().BeAfter(In(500));
    }

    [Fact]
    public async Task A_list_that_was_torn_is_read_again()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = await BackendWith3000Async(lab);

        _sockets.Single().Losses = 2;

        (await backend.ListedAsync()).Should().HaveCount(3000);
    }

    /// <remarks>A kernel that resizes the hash table of a set does this to one list in about a thousand on a busy machine, without a
    /// mark.</remarks>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_list_that_the_kernel_mixed_up_while_it_resized_the_set_is_read_again(int times)
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = await BackendWith3000Async(lab);

        _sockets.Single().Repeats = times;

        (await backend.ListedAsync()).Should().HaveCount(3000);
        _sockets.Single().Repeats.Should().Be(0, "all of them came");
    }

    [Fact]
    public async Task A_list_that_stays_mixed_up_is_an_error_and_not_the_truth()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = await BackendWith3000Async(lab);

        _sockets.Single().Repeats = int.MaxValue;

        await backend.Awaiting(static it => it.ListedAsync()).Should().ThrowAsync<FirewallException>().WithMessage("*resizes*");
    }

    [Fact]
    public async Task When_the_answer_gets_lost_a_mixed_up_list_does_not_tell_what_is_gone()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = await BackendWith3000Async(lab, TimeProvider.System);
        var socket = _sockets.Single();

        await backend.ListedAsync();
        var hidden = SecondPartOf(socket.Answers);

        // The order doesn't arrive, its answer is lost, and the list that should tell doesn't show them.
        var refusals = 1;
        socket.Refuse = () => refusals-- > 0 ? NetlinkErrors.NoRoom : 0;
        socket.Repeats = 1;
        var removed = await backend.ApplyAsync([], hidden, CancellationToken.None);

        removed.Removes.Should().OnlyContain(static result => result.IsSuccess);
        (await backend.ListedAsync()).Should().HaveCount(3000 - hidden.Count);
    }

    [Fact]
    public async Task Where_the_socket_is_refused_nft_does_it_and_the_probe_says_why()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = new NftablesBackend(new NftablesOptions(), lab.Firewall, Clock, Refused);

        (await backend.ProbeAsync(CancellationToken.None))
            .Reason.Should()
            .Contain("Elements go through the nft program, as a netlink socket is refused: Permission denied (error 13).");
        await backend.BlockAsync("192.0.2.1", In(600));
        await backend.BlockAsync("192.0.2.2");
        await backend.LetInAsync("192.0.2.1");
        (await backend.AddressesAsync()).Should().Equal("192.0.2.2");
        backend.NeverBlocks.Should().BeFalse("a program does the work");

        static INetlinkSocket? Refused(out int error)
        {
            error = 13;
            return null;
        }
    }

    [Fact]
    public async Task A_socket_that_fails_later_is_given_up_for_nft_and_nothing_is_lost()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = Backend(lab);
        await backend.BlockAsync("192.0.2.1", In(600));

        _sockets.Single().Refuse = static () => 9;
        await backend.BlockAsync("192.0.2.2", In(600));

        (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2");
        (await backend.ProbeAsync(CancellationToken.None))
            .Reason.Should()
            .Contain("Elements go over a netlink socket.", "a probe tries anew");
        await backend.BlockAsync("192.0.2.3", In(600));
        _sockets.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_full_kernel_queue_is_waited_out_and_not_taken_for_a_refusal()
    {
        using var lab = await NetworkLab.SingleAsync();
        var backend = SpoilingSocket.BackendIn(lab, _sockets.Add);
        await backend.BlockAsync("192.0.2.1");
        var left = 2;
        _sockets.Single().Refuse = () => left-- > 0 ? NetlinkErrors.WouldBlock : 0;

        await backend.BlockAsync("192.0.2.2");

        (await backend.AddressesAsync()).Should().BeEquivalentTo("192.0.2.1", "192.0.2.2");
    }

    [Fact]
    public void Only_where_the_library_runs_nft_itself_a_socket_is_opened_unasked()
    {
        var elsewhere = new FakeCommandRunner();
        using var backend = new NftablesBackend(new NftablesOptions(), elsewhere, Clock);
        using var asked = new NftablesBackend(new NftablesOptions { Transport = NftablesTransport.Netlink }, elsewhere, Clock);
        using var own = new NftablesBackend(new NftablesOptions(), new CommandRunner(Clock), Clock);
        using var program = new NftablesBackend(
            new NftablesOptions { Transport = NftablesTransport.Program },
            new CommandRunner(Clock),
            Clock
        );

        NftablesBackend[] all = [backend, asked, own, program];
        all.Select(static one => one.UsesSocket).Should().Equal(false, true, true, false);
        all.Select(static one => one.NeverBlocks).Should().Equal(false, true, true, false);
    }

    private async Task<NftablesBackend> BackendWith3000Async(NetworkLab lab, TimeProvider? clock = null)
    {
        var backend = SpoilingSocket.BackendIn(lab, _sockets.Add, clock ?? Clock);
        var until = (clock ?? Clock).GetUtcNow().AddSeconds(600);
        FirewallEntry[] entries =
        [
            .. Enumerable.Range(0, 3000).Select(i => new FirewallEntry(Some.Prefix($"198.18.{i >> 8}.{i & 255}"), until)),
        ];
        (await backend.ApplyAsync(entries, [], CancellationToken.None)).Adds.Should().OnlyContain(static result => result.IsSuccess);
        return backend;
    }

    /// <summary>The elements in the second part of the list that came last.</summary>
    private static List<AddressPrefix> SecondPartOf(IEnumerable<byte[]> answers)
    {
        var into = new List<(AddressPrefix Address, TimeSpan? Left)>();
        var messages = new NetlinkMessages(answers.Where(SpoilingSocket.HasElements).ElementAt(1));
        while (messages.MoveNext())
        {
            ElementFormat.Read(messages.Payload, new NftablesSet(IsIPv6: false, 32), into);
        }

        return [.. into.Select(static element => element.Address)];
    }

    private protected override NftablesBackend Backend(NetworkLab lab, NftablesOptions? options = null) =>
        new(
            options ?? new NftablesOptions(),
            lab.Firewall,
            Clock,
            SpoilingSocket.In(
                lab,
                socket =>
                {
                    socket.OnSend = _onSend;
                    socket.AfterSend = message => _afterSend(message);
                    _sockets.Add(socket);
                }
            )
        );

    // The transaction begins with its frame, and has the table next.
    private protected override void AfterTable(NetworkLab lab, Func<Task> then) =>
        _afterSend = message =>
        {
            var messages = new NetlinkMessages(message);
            if (
                messages.MoveNext()
                && messages.Type == NetlinkFormat.BatchBegin
                && messages.MoveNext()
                && messages.Type == NetlinkFormat.NewTable
            )
            {
                Task.Run(then).GetAwaiter().GetResult();
            }
        };

    private protected override void Spoil(NetworkLab lab, string address) =>
        _onSend = message => SpoilingSocket.SpoilKey(message, IPAddress.Parse(address).GetAddressBytes());

    private protected override void PretendOld(NetworkLab lab, bool oldKernel)
    {
        base.PretendOld(lab, oldKernel);
        if (oldKernel)
        {
            _onSend = SpoilingSocket.ForgetDestroy;
        }
    }
}
