using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Sqlite;
using ActiveResponse.State;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveResponse.Embedding.Tests;

/// <summary>A source of alerts of the host's own goes on where an earlier run stopped.</summary>
public sealed class AlertSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("source-");
    private readonly ManualClock _clock = new();
    private readonly InMemoryFirewall _firewall = new();
    private readonly List<string> _topic = [.. Enumerable.Range(1, 5).Select(Line)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Begins_at_the_start_and_goes_on_behind_what_was_taken_in()
    {
        var first = await RunAsync();
        _topic.Add(Line(6));
        var second = await RunAsync();
        var third = await RunAsync();

        first.Should().Be((null, 5));
        second.Should().Be(("5", 1));
        third.Should().Be(("6", 0));
        _firewall.Entries.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_run_that_ended_in_the_middle_goes_on_there()
    {
        var source = new Topic(_topic) { StopsAfter = 3 };
        await using (var engine = Compose())
        {
            await engine.StartAsync();
            await engine.Intake.RunAsync(source, "topic");
            await engine.StopAsync();
        }

        (await RunAsync()).Should().Be(("3", 2));
    }

    [Fact]
    public async Task No_position_is_stored_ahead_of_the_blocks_that_the_alerts_before_it_led_to()
    {
        var store = new Watched();
        await using (
            var engine = ActiveResponseEngine.Create(
                new ActiveResponseParts
                {
                    Config = Sample.Config,
                    Store = store,
                    Responders = [new(StockResponders.Firewall(_firewall), StockNames.AddressBlocking)],
                    Time = _clock,
                }
            )
        )
        {
            await engine.StartAsync();
            await engine.Intake.RunAsync(new Topic(_topic), "topic");
            await engine.StopAsync();
        }

        store.Positions.Should().NotBeEmpty();
        store.Positions[^1].Position.Should().Be(5);
        store.Positions.Should().OnlyContain(static stored => stored.OnRecord >= stored.Position);
    }

    [Fact]
    public async Task Without_a_durable_store_each_run_begins_anew()
    {
        for (var i = 0; i < 2; i++)
        {
            await using var engine = Compose(durable: false);
            await engine.StartAsync();
            var source = new Topic(_topic);
            await engine.Intake.RunAsync(source, "topic");
            (source.Resumed, source.Read).Should().Be((null, 5));
        }
    }

    [Fact]
    public async Task A_host_takes_it_in_and_disposes_of_it()
    {
        var source = new Topic(_topic);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder
            .Services.AddActiveResponse()
            .UseConfig(Sample.Config)
            .AddFirewall(_ => _firewall, StockNames.AddressBlocking)
            .AddAlertSource("topic", _ => source);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await source.Ended.WaitAsync(TimeSpan.FromMinutes(1));
            await host.Services.GetRequiredService<ActiveResponseEngine>().DrainAsync();
            _firewall.Entries.Should().HaveCount(5);
            await host.StopAsync();
        }

        source.IsDisposed.Should().BeTrue();
    }

    private static string Line(int i) =>
        """{"timestamp":"2026-08-01T03:17:27.000+0000","rule":{"level":10,"description":"x","id":"5712","groups":"""
        + $$"""["sshd"]},"id":"1.{{i}}","data":{"srcip":"203.0.113.{{i}}"},"location":"/var/log/auth.log"}""";

    private async Task<(string? Resumed, int Read)> RunAsync()
    {
        var source = new Topic(_topic);
        await using var engine = Compose();
        await engine.StartAsync();
        await engine.Intake.RunAsync(source, "topic");
        await engine.DrainAsync();
        await engine.StopAsync();
        return (source.Resumed, source.Read);
    }

    private ActiveResponseEngine Compose(bool durable = true) =>
        ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = Sample.Config,
                Store = durable
                    ? SqliteStore.Open(new SqliteStoreOptions { File = Path.Combine(_folder.FullName, "state.db") }, _clock)
                    : null,
                Responders = [new(StockResponders.Firewall(_firewall), StockNames.AddressBlocking)],
                Time = _clock,
            }
        );

    /// <summary>A store that notes at each commit of a position how many blocks are on record then.</summary>
    private sealed class Watched() : DelegatingResponseStore(new InMemoryResponseStore())
    {
        public List<(int Position, int OnRecord)> Positions { get; } = [];

        public override bool IsDurable => true;

        public override async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
        {
            await Inner.CommitAsync(commit, cancellationToken);
            if (commit.Positions.TryGetValue("topic:alerts/0", out var position))
            {
                lock (Positions)
                {
                    Positions.Add(
                        (int.Parse(position, CultureInfo.InvariantCulture), Inner.ListAsync(CancellationToken.None).Result.Count)
                    );
                }
            }
        }
    }

    /// <summary>A queue with offsets, like a topic of a broker.</summary>
    private sealed class Topic(IReadOnlyList<string> lines) : IResumableAlertSource, IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _next;

        public Task Ended => _ended.Task;

        public AlertStreamStatistics Statistics { get; } = new();

        public string PositionName => "topic:alerts/0";

        public string? Resumed { get; private set; }

        public int Read { get; private set; }

        public bool IsDisposed { get; private set; }

        public int StopsAfter { get; init; } = int.MaxValue;

        public ValueTask ResumeAsync(string? position, CancellationToken cancellationToken)
        {
            Resumed = position;
            _next = position is null ? 0 : int.Parse(position, CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        }

        public async IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            while (_next < lines.Count && Read < StopsAfter)
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                Read++;
                var bytes = Encoding.UTF8.GetBytes(lines[_next++]);
                yield return new[]
                {
                    new AlertRecord
                    {
                        Bytes = bytes,
                        Line = _next,
                        ResumeAt = _next.ToString(CultureInfo.InvariantCulture),
                    },
                };
            }

            _ended.TrySetResult();
        }

        public void Dispose() => IsDisposed = true;
    }
}
