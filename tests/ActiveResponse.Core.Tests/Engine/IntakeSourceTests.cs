using System.Globalization;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tests.Engine;

/// <summary>What is known and told of a source and of the places that are written to.</summary>
public sealed class IntakeSourceTests : IAsyncDisposable
{
    private readonly LogLines _log = new();
    private readonly ManualClock _clock = new();
    private readonly RecordingResponder _responder = new("firewall-drop");
    private readonly Place _place = new();
    private ServiceProvider? _services;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Fact]
    public async Task Alerts_older_than_is_acted_on_are_skipped_and_told()
    {
        var intake = Intake(TimeSpan.FromHours(1));
        var source = Source(
            Alert("203.0.113.1", TimeSpan.FromMinutes(61)),
            Alert("203.0.113.2", TimeSpan.FromMinutes(59)),
            Alert("203.0.113.3", age: null)
        );

        await RunAsync(intake, source);

        _responder.Calls.Should().BeEquivalentTo("add 203.0.113.2", "add 203.0.113.3");
        source.Statistics.Skips.Should().ContainSingle().Which.Cause.Should().Be(AlertErrorCause.TooOld);
        _log.All.Should().Contain(static line => line.Contains("too old to act on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unless_told_otherwise_alerts_of_any_age_are_acted_on()
    {
        await RunAsync(Intake(), Source(Alert("203.0.113.1", TimeSpan.FromDays(1000))));

        _responder.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task A_source_knows_its_last_record_and_what_was_skipped()
    {
        var intake = Intake();
        await RunAsync(intake, Source(Alert("203.0.113.1", age: null), "no alert"));

        intake.BytesBehind.Should().BeNull("it isn't a file");
        var source = intake.Sources.Should().ContainSingle().Subject;
        (source.Name, source.LastAt, source.HasEnded, source.Trouble, source.Statistics.Skipped)
            .Should()
            .Be(("test", _clock.GetUtcNow(), true, null, 1));
    }

    [Fact]
    public async Task Reading_knows_how_far_behind_it_is()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Alert("203.0.113.1", age: null) + "\n");
            var intake = Intake();
            await _services!.GetRequiredService<ActiveResponseEngine>().StartAsync();
            await using var reader = new Following(intake, file);
            await Until.TrueAsync(() => intake.Sources is [{ LastAt: not null }]);
            intake.Sources[0].Behind().Should().Be(0);
            intake.BytesBehind.Should().Be(0);

            await File.AppendAllTextAsync(file, "{half");

            intake.Sources[0].Behind().Should().Be(5);
            intake.BytesBehind.Should().Be(5);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Lines_that_go_on_being_skipped_are_told_again_from_time_to_time()
    {
        var statistics = new AlertStreamStatistics();
        var skips = new SkipLog("alerts.json", statistics, _clock, _log);
        void Skip(int times) =>
            Enumerable
                .Range(0, times)
                .ToList()
                .ForEach(_ => skips.Skip(new AlertRecord { Line = 7 }, new AlertError(AlertErrorCause.TooDeep, 0)));

        Skip(100);
        (_log.Of(104), _log.Of(117)).Should().Be((1, 0));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Skip(2);
        (_log.Of(104), _log.Of(117)).Should().Be((1, 1));
        _log.All.Should().ContainSingle(static line => line.Contains("100 more lines were skipped (alerts.json", StringComparison.Ordinal));
        statistics.Skipped.Should().Be(102);
    }

    [Fact]
    public void That_a_file_cannot_be_read_is_told_when_it_begins_and_when_it_ends()
    {
        var trouble = new ReadFailureLog("alerts.json", _log);

        trouble.Log(new FileNotFoundException());
        _log.All.Should().BeEmpty("a file that isn't there yet is waited for");
        trouble.Log(new UnauthorizedAccessException());
        trouble.Log(null);
        trouble.Log(null);

        (_log.Of(114), _log.Of(115)).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_place_that_takes_nothing_is_told_at_the_start_when_it_begins_and_when_it_ends()
    {
        Intake();
        var engine = _services!.GetRequiredService<ActiveResponseEngine>();
        var watch = _services!.GetRequiredService<EngineGraph>().Places;
        _place.Problem = "it is read-only";

        await engine.StartAsync();
        await Until.TrueAsync(() => _log.Of(118) > 0);
        _log.All.Should()
            .ContainSingle(static line => line.StartsWith("118 Error place", StringComparison.Ordinal))
            .Which.Should()
            .Contain("read-only");
        await watch.LogAsync(CancellationToken.None);
        _log.Of(118).Should().Be(1, "it is told once");
        _place.Problem = null;
        await watch.LogAsync(CancellationToken.None);
        (_log.Of(118), _log.Of(119)).Should().Be((1, 1));
        _place.Problem = "it is gone";
        await watch.LogAsync(CancellationToken.None);
        _log.Of(118).Should().Be(2);
        (await watch.CheckAsync(CancellationToken.None)).Should().Equal(new PlaceStanding("place", false, "it is gone"));
    }

    [Fact]
    public async Task Places_are_looked_at_again_and_again()
    {
        Intake();
        await _services!.GetRequiredService<ActiveResponseEngine>().StartAsync();

        await Until.TrueAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return _place.Looks >= 3;
        });
    }

    private async Task RunAsync(AlertIntake intake, IAlertSource source)
    {
        await _services!.GetRequiredService<ActiveResponseEngine>().StartAsync();
        await intake.RunAsync(source, "test");
        await _services!.GetRequiredService<ActiveResponseEngine>().DrainAsync();
    }

    private AlertIntake Intake(TimeSpan? maxAge = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock).AddLogging(logging => logging.AddProvider(_log));
        services
            .AddActiveResponse()
            .UseConfig(new ActiveResponseConfig { Responses = [Some.Response()] })
            .AddResponder(_ => _responder)
            .AddResponder(_ => _place)
            .ConfigureExecution(options => options.MaxAlertAge = maxAge);
        _services = services.BuildServiceProvider();
        return _services.GetRequiredService<AlertIntake>();
    }

    private string Alert(string address, TimeSpan? age)
    {
        var time = age is { } old
            ? (_clock.GetUtcNow() - old).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture)
            : "some day";
        return $$$"""{"timestamp":"{{{time}}}","rule":{"level":10,"id":"5712","groups":[]},"id":"x","data":{"srcip":"{{{address}}}"}}""";
    }

    private static AlertStreamReader Source(params string[] lines) =>
        new(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));

    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _reading;

        public Following(AlertIntake intake, string file) =>
            _reading = Task.Run(async () =>
            {
                var source = await intake.OpenAsync(file, new AlertFileOptions { FromStart = true }, _stop.Token);
                await intake.RunAsync(source, file, _stop.Token);
            });

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }

    private sealed class Place : IResponder, IWrittenPlace
    {
        private int _looks;

        public string? Problem { get; set; }

        public int Looks => Volatile.Read(ref _looks);

        public string Name => "place";

        public ResponderNeeds Needs => ResponderNeeds.Nothing;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<PlaceStanding>> CheckAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _looks);
            return ValueTask.FromResult<IReadOnlyList<PlaceStanding>>([new PlaceStanding("place", Problem is null, Problem ?? "fine")]);
        }
    }
}
