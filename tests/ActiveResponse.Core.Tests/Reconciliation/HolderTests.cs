using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Responders.Firewall.HostsDeny;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Reconciliation;

/// <summary>What acts is another one after a restart: only who holds an effect takes it back.</summary>
public sealed class HolderTests : IAsyncDisposable
{
    private const string Attacker = "203.0.113.9";
    private readonly HostsDenyFixture _file = new();
    private readonly RestartHost _host;
    private Action<ActiveResponseBuilder> _compose;

    public HolderTests()
    {
        _compose = DenyIn(FirstFile);
        _host = new RestartHost(builder => _compose(builder));
    }

    private string FirstFile => _file.File;

    private string SecondFile => Path.Combine(_file.Folder, "second.deny");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _file.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lift_takes_nothing_back_from_another_place_and_says_so(bool toAnotherKind)
    {
        await BlockAsync();
        await RestartWithAsync(toAnotherKind ? InMemory : DenyIn(SecondFile));

        var lifted = (await _host.Engine.LiftAsync(Some.Address(Attacker))).Should().ContainSingle().Subject;

        lifted.Outcome.Should().Be(ActionOutcome.Failed);
        lifted.Detail.Should().Contain(FirstFile).And.Contain("restore that responder");
        (await _host.RecordAsync(Attacker))
            .Should()
            .Match<EffectRecord>(static record => record.State == EffectState.Reverting && record.FailedReverts == 1);
        Read(FirstFile).Should().Contain(Attacker);
        await RestartWithAsync(DenyIn(FirstFile));
        await _host.PassAsync(TimeSpan.FromMinutes(1));
        (await _host.Engine.ListAsync()).Should().BeEmpty("who holds it is back, and the lift is tried again");
        Read(FirstFile).Should().NotContain(Attacker);
    }

    [Fact]
    public async Task The_end_of_its_time_takes_nothing_back_from_another_place()
    {
        await BlockAsync();
        await RestartWithAsync(DenyIn(SecondFile));

        await _host.PassAsync(TimeSpan.FromMinutes(11));

        (await _host.RecordAsync(Attacker)).FailedReverts.Should().BePositive();
        _host
            .Outcomes.Should()
            .Contain((ActionVerb.Revert, ActionOutcome.Failed))
            .And.NotContain((ActionVerb.Revert, ActionOutcome.Lifted));
        Read(FirstFile).Should().Contain(Attacker);
    }

    [Fact]
    public async Task A_start_after_its_time_takes_nothing_back_from_another_place()
    {
        await BlockAsync();
        _host.Clock.ShiftTimeOfDay(TimeSpan.FromHours(1));
        await RestartWithAsync(InMemory);
        await _host.PassAsync(TimeSpan.FromMinutes(1));

        (await _host.RecordAsync(Attacker)).FailedReverts.Should().BePositive();
        Read(FirstFile).Should().Contain(Attacker);
    }

    [Fact]
    public async Task One_who_attacks_again_is_blocked_where_blocks_go_now_and_lifted_from_both()
    {
        await BlockAsync();
        await RestartWithAsync(DenyIn(SecondFile));

        (await BlockAsync()).Outcome.Should().Be(ActionOutcome.Applied);

        Read(SecondFile).Should().Contain(Attacker);
        (await _host.Engine.LiftAsync(Some.Address(Attacker)))
            .Single()
            .Outcome.Should()
            .Be(ActionOutcome.Failed, "the first file isn't reached");
        Read(SecondFile).Should().NotContain(Attacker);
        (await _host.RecordAsync(Attacker)).Place.Should().Contain(FirstFile).And.NotContain(SecondFile);
        await RestartWithAsync(DenyIn(FirstFile));
        await _host.PassAsync(TimeSpan.FromMinutes(1));
        (await _host.Engine.ListAsync()).Should().BeEmpty();
        Read(FirstFile).Should().NotContain(Attacker);
    }

    [Fact]
    public async Task Two_effects_on_one_line_keep_it_until_the_last_has_ended()
    {
        await RestartWithAsync(TwoNames);
        await _host.Engine.ApplyAsync("first", Some.Address(Attacker), TimeSpan.FromMinutes(20));
        await _host.Engine.ApplyAsync("second", Some.Address(Attacker), TimeSpan.FromMinutes(10));

        await PassWithLocksAsync(TimeSpan.FromMinutes(11));

        (await _host.Engine.ListAsync()).Should().ContainSingle().Which.Key.Responder.Should().Be("first");
        Read(FirstFile).Should().Contain(Attacker);
        (await Deny.ListAsync(CancellationToken.None))
            .Single()
            .Until.Should()
            .Be((await _host.RecordAsync(Attacker)).Until, "the line's end is that of who still needs it");
        await PassWithLocksAsync(TimeSpan.FromMinutes(10));
        (await _host.Engine.ListAsync()).Should().BeEmpty();
        Read(FirstFile).Should().NotContain(Attacker);
    }

    [Fact]
    public async Task Two_effects_on_one_line_that_end_together_leave_no_line()
    {
        await RestartWithAsync(TwoNames);
        await _host.Engine.ApplyAsync("first", Some.Address(Attacker), TimeSpan.FromMinutes(20));
        await _host.Engine.ApplyAsync("second", Some.Address(Attacker), TimeSpan.FromMinutes(20));

        var lifting = _host.Engine.LiftAllAsync();
        // One waits for the file while the other writes it.
        await Until.TrueAsync(() =>
        {
            _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            return lifting.IsCompleted;
        });

        (await lifting)
            .Should()
            .HaveCount(2)
            .And.OnlyContain(static lifted => lifted.Outcome == ActionOutcome.Lifted || lifted.Outcome == ActionOutcome.AlreadyLifted);

        await PassWithLocksAsync(TimeSpan.FromMinutes(1));
        (await _host.Engine.ListAsync()).Should().BeEmpty();
        Read(FirstFile).Should().NotContain(Attacker);
    }

    [Fact]
    public async Task What_somebody_else_denies_in_the_new_place_is_not_taken_for_ours()
    {
        await BlockAsync();
        await File.WriteAllTextAsync(SecondFile, $"ALL:{Attacker}\n");
        await RestartWithAsync(DenyIn(SecondFile));

        await BlockAsync();
        await _host.Engine.LiftAsync(Some.Address(Attacker));

        Read(SecondFile).Should().Be($"ALL:{Attacker}\n");
        (await _host.RecordAsync(Attacker)).Place.Should().NotContain(SecondFile);
    }

    // A file that we made goes with our last line.
    private static string Read(string file) => UnlockedFile.Text(file);

    private HostsDenyBackend Deny => new(_file.Options, TimeProvider.System);

    // Both read the same file at once, and one waits for the other's lock by the clock.
    private async Task PassWithLocksAsync(TimeSpan time)
    {
        var passing = _host.PassAsync(time);
        await Until.TrueAsync(() =>
        {
            _host.Clock.Advance(TimeSpan.FromMicroseconds(20));
            return passing.IsCompleted;
        });
        await passing;
    }

    private Action<ActiveResponseBuilder> DenyIn(string file) =>
        builder => builder.AddHostsDeny(_file.Options with { File = file }, StockNames.AddressBlocking);

    private static void InMemory(ActiveResponseBuilder builder) =>
        builder.AddFirewall(static _ => new InMemoryFirewall(), StockNames.AddressBlocking);

    private void TwoNames(ActiveResponseBuilder builder) =>
        builder
            .AddHostsDeny(Patient with { Name = "first" })
            .AddHostsDeny(Patient with { Name = "second" })
            .ConfigureExecution(static options => options.Deadline = TimeSpan.FromHours(1));

    // The clock moves on until the file is free, however long a loaded machine takes.
    private HostsDenyOptions Patient => _file.Options with { LockTimeout = TimeSpan.FromMinutes(10) };

    private async Task<ExecutedAction> BlockAsync()
    {
        await _host.Engine.StartAsync();
        return await _host.Engine.ApplyAsync("firewall-drop", Some.Address(Attacker), TimeSpan.FromMinutes(10));
    }

    private async Task RestartWithAsync(Action<ActiveResponseBuilder> compose)
    {
        _compose = compose;
        await _host.StartAnewAsync();
    }
}
