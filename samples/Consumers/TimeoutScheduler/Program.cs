using ActiveResponse.Planning;
using ActiveResponse.Timeouts;

// A scheduler that looks once a second, in place of the one that sleeps until the next end.
await using var stage = await Stage.SetAsync((builder, clock) => builder.UseTimeoutScheduler(_ => new EverySecond(clock)));
await stage.HandleAsync("203.0.113.9");
Console.WriteLine($"after 0 minutes: {stage.Firewall.Entries.Count} blocked");
await stage.PassAsync(TimeSpan.FromMinutes(9));
Console.WriteLine($"after 9 minutes: {stage.Firewall.Entries.Count} blocked");
await stage.PassAsync(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
Console.WriteLine($"after 10 minutes: {stage.Firewall.Entries.Count} blocked");

/// <summary>Looks once a second what is due.</summary>
internal sealed class EverySecond(TimeProvider clock) : ITimeoutScheduler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActionKey, DateTimeOffset> _ends = [];
    private ITimer? _timer;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _ends.Count;
            }
        }
    }

    public void Start(Action<IReadOnlyList<ActionKey>> onDue) =>
        _timer = clock.CreateTimer(_ => Look(onDue), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public void Set(ActionKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            _ends[key] = due;
        }
    }

    public void Remove(ActionKey key)
    {
        lock (_gate)
        {
            _ends.Remove(key);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Look(Action<IReadOnlyList<ActionKey>> onDue)
    {
        List<ActionKey> due;
        lock (_gate)
        {
            due = [.. _ends.Where(end => end.Value <= clock.GetUtcNow()).Select(static end => end.Key)];
            due.ForEach(key => _ends.Remove(key));
        }

        if (due.Count > 0)
        {
            onDue(due);
        }
    }
}
