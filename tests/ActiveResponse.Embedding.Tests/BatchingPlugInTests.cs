using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Testing;

namespace ActiveResponse.Embedding.Tests;

/// <summary>A plug-in that is no firewall gets batches, and what others take away is put back.</summary>
public sealed class BatchingPlugInTests
{
    // No other timer has this length.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    private readonly ManualClock _clock = new();
    private readonly EdgeList _edge = new();

    [Fact]
    public async Task Orders_that_come_while_a_batch_runs_are_the_next_batch()
    {
        await using var engine = Start();
        await engine.StartAsync();
        _edge.Hold();
        await engine.HandleAsync(Sample.Alert("203.0.113.1", "1.1"));
        await _edge.Busy;
        for (var i = 2; i <= 9; i++)
        {
            await engine.HandleAsync(Sample.Alert($"203.0.113.{i}", $"1.{i}"));
        }

        _edge.Release();
        await engine.DrainAsync();

        _edge.Batches.Should().Equal(1, 8);
        _edge.Entries.Should().HaveCount(9);
    }

    [Fact]
    public async Task What_others_take_away_is_put_back()
    {
        await using var engine = Start();
        await engine.StartAsync();
        await engine.ApplyPermanentlyAsync("edge", Sample.Address("203.0.113.9"));
        _edge.Entries.Clear();
        var restored = _edge.NextBatch();

        await _clock.TimerOf(Interval);
        _clock.Advance(Interval);
        await restored;

        _edge.Entries.Should().ContainSingle().Which.Should().Be(Sample.Address("203.0.113.9"));
    }

    [Fact]
    public async Task The_place_that_a_result_names_is_on_record_and_comes_back_with_the_revert()
    {
        await using var engine = Start();
        await engine.StartAsync();
        await engine.ApplyPermanentlyAsync("edge", Sample.Address("203.0.113.9"));

        EffectPlaces.Read((await engine.ListAsync())[0].Place).Should().Equal("edge:north");
        await engine.LiftAllAsync();

        _edge.RevertedAt.Should().Equal("edge:north");
    }

    private ActiveResponseEngine Start() =>
        ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Config = Sample.Config,
                Responders = [new(_edge, StockNames.AddressBlocking)],
                Execution = new() { DriftCheckInterval = Interval },
                Time = _clock,
            }
        );

    /// <summary>The list of an edge router, written in one request for many addresses.</summary>
    private sealed class EdgeList : IBatchResponder, IEnumerableResponder, IPlaceNaming
    {
        private const string North = "edge:north";

        private readonly TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _held;
        private TaskCompletionSource? _next;

        public string Name => "edge";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public bool DistinguishesExtensions => false;

        public HashSet<Subject> Entries { get; } = [];

        public List<int> Batches { get; } = [];

        public List<string?> RevertedAt { get; } = [];

        public Task Busy => _busy.Task;

        /// <summary>Completes after the next batch.</summary>
        public Task NextBatch() => (_next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public string PlaceFor(ResponseOrder order) => North;

        public bool IsAt(string place) => EffectPlaces.IsSame(place, North);

        public bool CanList(string? place) => true;

        public ValueTask<IReadOnlyList<FoundEffect>> ListAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<FoundEffect>>([
                .. Entries.Select(static subject => new FoundEffect(subject, null) { IsEndKnown = false }),
            ]);

        public async ValueTask<BatchResult> RunBatchAsync(
            IReadOnlyList<ResponderContext> applies,
            IReadOnlyList<ResponderContext> reverts,
            CancellationToken cancellationToken
        )
        {
            _busy.TrySetResult();
            if (_held is { } held)
            {
                await held.Task.WaitAsync(cancellationToken);
            }

            if (applies.Count > 0)
            {
                Batches.Add(applies.Count);
            }

            Entries.UnionWith(applies.Select(static context => context.Subject));
            Entries.ExceptWith(reverts.Select(static context => context.Subject));
            RevertedAt.AddRange(reverts.Select(static context => context.Place));
            _next?.TrySetResult();
            return new BatchResult(
                [.. applies.Select(static _ => ResponderResult.Applied() with { Place = North })],
                [.. reverts.Select(static _ => ResponderResult.Lifted())]
            );
        }

        public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            (await RunBatchAsync([context], [], cancellationToken)).Applies[0];

        public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            (await RunBatchAsync([], [context], cancellationToken)).Reverts[0];
    }
}
