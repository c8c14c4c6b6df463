using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>Two firewalls at once.</summary>
public sealed class PairedBackendTests
{
    private const string Host = "203.0.113.9";

    private readonly InMemoryFirewall _first = new("one");
    private readonly InMemoryFirewall _second = new("two");

    private IFirewallBackend Pair => FirewallBackends.Both(_first, _second);

    [Fact]
    public async Task A_block_goes_to_both_and_is_lifted_from_both()
    {
        var pair = Pair;
        pair.Name.Should().Be("one+two");

        await pair.BlockAsync(Host);

        _first.Entries.Should().ContainKey(Some.Prefix(Host));
        _second.Entries.Should().ContainKey(Some.Prefix(Host));
        (await pair.LetInAsync(Host)).Should().Be(ActionOutcome.Lifted);
        _first.Entries.Should().BeEmpty();
        _second.Entries.Should().BeEmpty();
        (await pair.LetInAsync(Host)).Should().Be(ActionOutcome.AlreadyLifted);
    }

    [Fact]
    public void A_pair_may_block_its_thread_if_a_part_may()
    {
        using var quick = new NftablesBackend(
            new NftablesOptions { Transport = NftablesTransport.Netlink },
            new FakeCommandRunner(),
            TimeProvider.System
        );

        Pair.NeverBlocks().Should().BeFalse();
        FirewallBackends.Both(quick, _second).NeverBlocks().Should().BeFalse();
        FirewallBackends.Both(quick, quick).NeverBlocks().Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_only_one_still_has_is_not_listed_and_is_lifted(bool isFirst)
    {
        await (isFirst ? _first : _second).BlockAsync(Host);

        (await Pair.ListedAsync()).Should().BeEmpty();
        (await Pair.LetInAsync(Host)).Should().Be(ActionOutcome.Lifted);
    }

    [Fact]
    public async Task An_entry_ends_when_the_first_of_them_does()
    {
        var now = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        await _first.BlockAsync("203.0.113.1", now.AddMinutes(1));
        await _second.BlockAsync("203.0.113.1", now.AddMinutes(2));
        await _first.BlockAsync("203.0.113.2");
        await _second.BlockAsync("203.0.113.2", now.AddMinutes(2));
        await _first.BlockAsync("203.0.113.3");
        await _second.BlockAsync("203.0.113.3");

        (await Pair.ListedAsync())
            .OrderBy(static entry => entry.Address.ToString(), StringComparer.Ordinal)
            .Select(static entry => entry.Until)
            .Should()
            .Equal(now.AddMinutes(1), now.AddMinutes(2), null);
    }

    [Fact]
    public async Task If_one_fails_the_block_has_failed_and_may_be_in_place()
    {
        _second.BeforeBatch = static () => throw new IOException("no room");

        var result = await Pair.ApplyAsync([NftablesBackendExtensions.Entry(Host)], [Some.Prefix("203.0.113.1")], CancellationToken.None);

        foreach (var one in (ResponderResult[])[result.Adds.Single(), result.Removes.Single()])
        {
            one.Outcome.Should().Be(ActionOutcome.Failed);
            one.Detail.Should().Be("two: no room");
            one.MayBeInPlace.Should().BeTrue();
        }
    }

    [Fact]
    public async Task If_both_fail_it_may_be_in_place_if_it_may_be_in_one()
    {
        var pair = FirewallBackends.Both(new RefusingFirewall(_first), _second);
        _second.BeforeBatch = static () => throw new IOException("it doesn't answer");

        var result = (await pair.ApplyAsync([NftablesBackendExtensions.Entry(Host)], [], CancellationToken.None)).Adds.Single();

        result.Outcome.Should().Be(ActionOutcome.Failed, "what is refused is forgotten");
        result.MayBeInPlace.Should().BeTrue();
        result.Detail.Should().Be("two: it doesn't answer");
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void It_holds_nothing_if_one_of_them_does_not(bool first, bool second, bool isVacant)
    {
        var pair = FirewallBackends.Both(
            new Selection.ProbedFirewall("one") { IsVacant = first },
            new Selection.ProbedFirewall("two") { IsVacant = second }
        );

        ((IVacantBackend)pair).IsVacant.Should().Be(isVacant);
    }

    [Fact]
    public async Task The_second_is_not_probed_if_the_first_can_not_be_used()
    {
        var second = new Selection.ProbedFirewall("two");
        var pair = FirewallBackends.Both(new Selection.ProbedFirewall("one").Gone("it is off"), second);

        (await pair.ProbeAsync(CancellationToken.None)).Should().Be(new FirewallProbe(IsUsable: false, "one: it is off"));

        second.Probes.Should().Be(0);
    }

    [Fact]
    public async Task If_the_first_fails_altogether_the_second_is_not_tried()
    {
        _first.BeforeBatch = static () => throw new IOException("no room");
        var pair = Pair;

        await FluentActions.Awaiting(() => pair.BlockAsync(Host)).Should().ThrowAsync<IOException>();

        _second.Batches.Should().Be(0);
    }

    [Fact]
    public async Task It_can_do_what_both_can_and_is_removed_from_both()
    {
        var narrow = new InMemoryFirewall("two") { Capabilities = FirewallCapabilities.Enumeration | FirewallCapabilities.IPv6 };
        var pair = FirewallBackends.Both(_first, narrow);
        pair.Capabilities.Should().Be(FirewallCapabilities.Enumeration | FirewallCapabilities.IPv6);
        await pair.BlockAsync(Host);

        await pair.UninstallAsync(CancellationToken.None);

        _first.Entries.Should().BeEmpty();
        narrow.Entries.Should().BeEmpty();
    }

    /// <summary>Has no room.</summary>
    private sealed class RefusingFirewall(IFirewallBackend inner) : DelegatingFirewallBackend(inner)
    {
        public override ValueTask<FirewallBatchResult> ApplyAsync(
            IReadOnlyList<FirewallEntry> adds,
            IReadOnlyList<AddressPrefix> removes,
            CancellationToken cancellationToken
        ) => new(new FirewallBatchResult([.. adds.Select(static _ => ResponderResult.Refused("no room"))], []));
    }
}
