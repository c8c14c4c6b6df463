using ActiveResponse.Platform;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Tests.Responders.Firewall.Selection;

/// <summary>A firewall that is probed before it is needed, and the place that is kept for blocks on record.</summary>
public sealed class ProbeAheadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("probe-ahead-").FullName;
    private readonly ProbedFirewall _firewall = new("first");
    private readonly TaskCompletionSource<FirewallProbe> _answer = new();
    private readonly PlaceLocks _locks;
    private readonly FirewallSelection _selection;
    private readonly PlaceKeeper _keeper;

    public ProbeAheadTests()
    {
        _firewall.Probe = token => _answer.Task.WaitAsync(token);
        _locks = new PlaceLocks([new LockPlace(Path.Combine(_folder, "places.lock"))]);
        _keeper = new PlaceKeeper(_locks);
        _selection = new FirewallSelection(
            [_firewall],
            [],
            new FirewallDropOptions(),
            new ManualClock(),
            NullLogger<FirewallSelection>.Instance,
            _keeper
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whoever_needs_it_waits_for_that_probe_and_makes_no_other()
    {
        _selection.ProbeAhead(CancellationToken.None);
        await Until.TrueAsync(() => _firewall.Probes == 1);

        var needed = _selection.ForNewAsync(CancellationToken.None).AsTask();
        needed.IsCompleted.Should().BeFalse();
        _answer.SetResult(new FirewallProbe(true, "works"));

        (await needed).Should().Equal(_firewall);
        _firewall.Probes.Should().Be(1);
    }

    [Fact]
    public async Task One_that_is_called_off_chooses_nothing_and_the_next_one_is_made_anew()
    {
        using var calledOff = new CancellationTokenSource();
        _selection.ProbeAhead(calledOff.Token);
        await Until.TrueAsync(() => _firewall.Probes == 1 && (HoldsFirst || !OperatingSystem.IsLinux()));

        await calledOff.CancelAsync();
        await Until.TrueAsync(() => !HoldsFirst);
        _answer.SetResult(new FirewallProbe(true, "works"));

        (await _selection.ForNewAsync(CancellationToken.None)).Should().Equal(_firewall);
        _firewall.Probes.Should().Be(2);
    }

    [Fact]
    public async Task Its_place_is_taken_meanwhile_and_kept_until_it_is_listed_and_empty()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the locks are Linux's");
        _selection.ProbeAhead(CancellationToken.None);

        await Until.TrueAsync(() => HoldsFirst);

        _answer.SetResult(new FirewallProbe(true, "works"));
        (await _selection.ForNewAsync(CancellationToken.None)).Should().Equal(_firewall);
        HoldsFirst.Should().BeTrue("nothing was listed yet");
        await Drop().ListAsync(CancellationToken.None);
        HoldsFirst.Should().BeFalse("it has no blocks");
    }

    [Fact]
    public async Task Its_place_stays_ours_with_the_first_block()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the locks are Linux's");
        _answer.SetResult(new FirewallProbe(true, "works"));
        _selection.ProbeAhead(CancellationToken.None);
        await Until.TrueAsync(() => HoldsFirst);

        await _keeper.WorkAsync(_firewall, [new FirewallEntry(Some.Prefix("203.0.113.9"), null)], [], CancellationToken.None);
        await _firewall.Inner.UninstallAsync(CancellationToken.None);
        await Drop().ListAsync(CancellationToken.None);

        HoldsFirst.Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_place_of_one_that_cannot_be_used_is_let_go(bool throws)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the locks are Linux's");
        _selection.ProbeAhead(CancellationToken.None);
        await Until.TrueAsync(() => HoldsFirst);

        _ = throws ? _answer.TrySetException(new IOException("it broke")) : _answer.TrySetResult(new FirewallProbe(false, "it is stopped"));
        (await _selection.ForNewAsync(CancellationToken.None)).Should().BeEmpty();

        HoldsFirst.Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_empty_place_is_ours_once_it_is_read_only_if_our_records_name_it(bool isOnRecord)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the locks are Linux's");
        _answer.SetResult(new FirewallProbe(true, "works"));

        _ = isOnRecord
            ? await Drop().ListAsync(new HashSet<string> { "first" }, CancellationToken.None)
            : await Drop().ListAsync(CancellationToken.None);

        HoldsFirst.Should().Be(isOnRecord);
    }

    private bool HoldsFirst => _locks.Holds(PlaceLocks.InNetwork("first"));

    private FirewallDropResponder Drop() => new(_selection, new FirewallDropOptions(), TimeProvider.System, _keeper);
}
