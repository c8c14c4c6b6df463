using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Engine;

public sealed class IntakePositionTests : IDisposable
{
    // Tests move the clock on until something is so; a loaded machine takes many seconds of it.
    private const int BeyondTheClock = 1_000_000_000;

    private static readonly AlertFileOptions ToTheEnd = new() { Follow = false, FromStart = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("active-response-test-");
    private readonly DurableStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly RecordingLog _log = new();
    private readonly RecordingResponder _one = new("one");
    private readonly RecordingResponder _two = new("two");

    private string Alerts => Path.Combine(_folder.FullName, "alerts.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Goes_on_after_the_alerts_of_an_earlier_run()
    {
        Append(10, 1);
        Append(10, 2);
        await RunAsync(ToTheEnd);
        Append(10, 3);

        await RunAsync(ToTheEnd);

        _one.Calls.Should().BeEquivalentTo("add 203.0.113.1", "add 203.0.113.2", "add 203.0.113.3");
    }

    [Fact]
    public async Task The_first_record_of_an_order_carries_the_position_after_its_alert()
    {
        Append(10, 1);

        await RunAsync(ToTheEnd);

        var first = _store.Commits.First(static commit => !commit.Effects.IsEmpty);
        first.Positions[Alerts].Should().Be(await PositionAsync());
        OffsetOf(first.Positions[Alerts]).Should().Be(new FileInfo(Alerts).Length);
    }

    [Fact]
    public async Task Stays_before_an_alert_of_which_an_order_is_not_on_record()
    {
        // Of the second alert one order waits for the one before it, on the same address; the third alert's is done.
        var hangs = new TaskCompletionSource<ResponderResult>();
        _two.OnApply = async (_, _) => await hangs.Task;
        await using var services = Services();
        var positions = services.GetRequiredService<EngineGraph>().Positions;
        try
        {
            Append(12, 1);
            await TakeInAsync(services, ToTheEnd);
            await Until.TrueAsync(() => _one.Calls.Count == 1 && _two.Calls.Count == 1);
            await positions.FlushAsync();
            var before = new FileInfo(Alerts).Length;
            OffsetOf(await PositionAsync()).Should().Be(before);

            Append(12, 1);
            Append(10, 3);
            await TakeInAsync(services, ToTheEnd);
            await Until.TrueAsync(() => _one.Calls.Count == 2);
            await positions.FlushAsync();
            OffsetOf(await PositionAsync()).Should().Be(before);
        }
        finally
        {
            hangs.SetResult(ResponderResult.Applied());
        }

        await services.GetRequiredService<ActiveResponseEngine>().DrainAsync();
        await positions.FlushAsync();
        OffsetOf(await PositionAsync()).Should().Be(new FileInfo(Alerts).Length);
    }

    [Fact]
    public async Task Alerts_that_lead_to_nothing_are_passed_within_a_second()
    {
        Append(3, 1);
        await using var services = Services();
        await TakeInAsync(services, ToTheEnd);

        _clock.Advance(TimeSpan.FromSeconds(1));

        await Until.TrueAsync(() => _store.Commits.Count > 0);
        OffsetOf(await PositionAsync()).Should().Be(new FileInfo(Alerts).Length);
    }

    [Fact]
    public async Task What_is_lifted_stays_lifted_over_a_restart()
    {
        Append(12, 1);
        await using (var services = Services())
        {
            await TakeInAsync(services, ToTheEnd);
            var engine = services.GetRequiredService<ActiveResponseEngine>();
            await engine.DrainAsync();

            // Nothing is stopped, and no second passes: as if it were killed after the lift.
            await engine.LiftAllAsync();
        }

        await RunAsync(ToTheEnd);

        _one.Calls.Should().Equal("add 203.0.113.1", "delete 203.0.113.1");
    }

    [Fact]
    public async Task A_reader_that_began_at_the_end_skips_nothing_that_is_written_while_nobody_reads()
    {
        Append(10, 1);
        await FollowUntilAsync(static () => true);
        Append(10, 2);

        await FollowUntilAsync(() => _one.Calls.Count > 0);

        _one.Calls.Should().Equal("add 203.0.113.2");
    }

    [Fact]
    public async Task What_is_written_between_opening_and_reading_is_new()
    {
        Append(10, 1);
        await using var services = Services();
        await services.GetRequiredService<ActiveResponseEngine>().StartAsync();
        var intake = services.GetRequiredService<AlertIntake>();
        var source = await intake.OpenAsync(Alerts, new AlertFileOptions { Follow = false });
        Append(10, 2);

        await intake.RunAsync(source, Alerts);

        await services.GetRequiredService<ActiveResponseEngine>().DrainAsync();
        _one.Calls.Should().Equal("add 203.0.113.2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_is_opened_before_the_host_has_started(bool exists)
    {
        if (exists)
        {
            Append(10, 1);
        }

        await using var services = Services(builder => builder.AddAlertFile(Alerts));
        var hosted = services.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        Append(10, 2);
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _one.Calls.Count > 0;
        });

        foreach (var service in hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }

        _one.Calls.Should().Equal("add 203.0.113.2");
    }

    [Fact]
    public async Task A_file_that_comes_while_nobody_reads_is_read_from_its_start()
    {
        await FollowUntilAsync(static () => true);
        Append(10, 1);

        await FollowUntilAsync(() => _one.Calls.Count > 0);

        _log.Texts(112).Should().BeEmpty();
    }

    [Theory]
    [InlineData("alerts.json.1")]
    [InlineData("2026/Nov/ossec-alerts-22.json")]
    public async Task Reads_the_rest_of_a_file_that_was_rotated_while_nobody_read(string rotated)
    {
        Append(10, 1);
        await RunAsync(ToTheEnd);
        Append(10, 2);
        var target = Path.Combine(_folder.FullName, rotated);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(Alerts, target);
        Append(10, 3);

        await RunAsync(ToTheEnd);

        _one.Calls.Should().BeEquivalentTo("add 203.0.113.1", "add 203.0.113.2", "add 203.0.113.3");
        _log.Texts(112).Should().BeEmpty();
    }

    [Fact]
    public async Task Says_that_alerts_may_be_missed_when_the_file_it_stopped_in_is_gone()
    {
        Append(10, 1);
        await RunAsync(ToTheEnd);
        File.Delete(Alerts);
        File.WriteAllText(Path.Combine(_folder.FullName, "another"), "keeps the inode from being used again\n");
        Append(10, 2);

        await RunAsync(ToTheEnd);

        _one.Calls.Should().BeEquivalentTo("add 203.0.113.1", "add 203.0.113.2");
        _log.Texts(112).Should().ContainSingle();
    }

    [Fact]
    public async Task Begins_as_configured_when_told_not_to_resume()
    {
        Append(10, 1);
        await RunAsync(ToTheEnd);

        await RunAsync(ToTheEnd with { Resume = false });

        _store.Commits.Count(static commit => commit.Effects.Length == 1 && !commit.Offenses.IsEmpty).Should().Be(2);
    }

    [Fact]
    public async Task An_order_that_is_abandoned_keeps_its_alert()
    {
        Append(10, 1);
        var hangs = new TaskCompletionSource();
        _store.Before = commit => commit.Effects.IsEmpty ? Task.CompletedTask : hangs.Task;
        var services = Services();
        await TakeInAsync(services, ToTheEnd);
        var disposing = services.DisposeAsync();
        _store.Before = static _ => Task.CompletedTask;
        hangs.SetException(new IOException("the process is gone"));
        await disposing;

        await RunAsync(ToTheEnd);

        _one.Calls.Should().Equal("add 203.0.113.1");
    }

    private void Append(int level, int address) =>
        File.AppendAllText(
            Alerts,
            $$$"""{"rule":{"level":{{{level}}},"id":"5712","groups":[]},"id":"1.{{{address}}}","data":"""
                + $$$"""{"srcip":"203.0.113.{{{address}}}"}}"""
                + "\n"
        );

    /// <summary>Takes in what there is, and stops cleanly.</summary>
    private async Task RunAsync(AlertFileOptions options)
    {
        await using var services = Services();
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await TakeInAsync(services, options);
        await engine.StopAsync();
    }

    private async Task TakeInAsync(ServiceProvider services, AlertFileOptions options)
    {
        await services.GetRequiredService<ActiveResponseEngine>().StartAsync();
        var intake = services.GetRequiredService<AlertIntake>();
        await intake.RunAsync(await intake.OpenAsync(Alerts, options), Alerts);
    }

    /// <summary>Follows the file from its end until something is so and its position is stored, and stops.</summary>
    private async Task FollowUntilAsync(Func<bool> isSo)
    {
        await using var services = Services();
        using var stop = new CancellationTokenSource();
        await services.GetRequiredService<ActiveResponseEngine>().StartAsync();
        var intake = services.GetRequiredService<AlertIntake>();
        var running = intake.RunAsync(await intake.OpenAsync(Alerts), Alerts, stop.Token);
        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return isSo() && _store.Commits.Any(commit => commit.Positions.ContainsKey(Alerts));
        });
        await stop.CancelAsync();
        await running.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        await services.GetRequiredService<ActiveResponseEngine>().StopAsync();
    }

    private async Task<string?> PositionAsync() => await _store.FindPositionAsync(Alerts, CancellationToken.None);

    private static long OffsetOf(string? position) => AlertFilePosition.TryParse(position, out var place) ? place!.Offset : -1;

    private ServiceProvider Services(Action<ActiveResponseBuilder>? add = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddLogging(logging => logging.AddProvider(_log));
        var config = new ActiveResponseConfig
        {
            Commands = [Some.Command("one"), Some.Command("two")],
            Responses = [Some.Response("one", BeyondTheClock, level: 6), Some.Response("two", BeyondTheClock, level: 12)],
        };
        var builder = services.AddActiveResponse().UseConfig(config).UseStore(_ => _store).AddResponder(_ => _one).AddResponder(_ => _two);
        add?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
