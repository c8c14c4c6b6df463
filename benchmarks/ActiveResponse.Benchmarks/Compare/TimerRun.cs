using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>A million timeouts that wait: nanoseconds of processor time for each step, and bytes.</summary>
internal sealed class TimerRun(CompareSettings settings)
{
    private int Count => settings.Quick ? 20_000 : 1_000_000;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var keys = Enumerable.Range(0, Count).Select(static n => new ActionKey("firewall-drop", Subject.Of(Prefix(n)))).ToArray();
        var shuffled = (int[])[.. Enumerable.Range(0, Count)];
        new Random(1).Shuffle(shuffled);
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant("dictionary and heap", _ => Task.Run(() => Heap(keys, shuffled))),
            new Contestant("scheduler", _ => Task.Run(() => Scheduler(keys, shuffled))));
        var (heap, ours) = (figures[0], figures[1]);
        var record = Record();
        return
        [
            "### A million timeouts that wait",
            "",
            Rounds.Text($"{Count:N0} timeouts of 10 minutes to 20 hours; nanoseconds of processor time for each, the median of the rounds. Beside ours: a dictionary with a heap, as a program would have it without a wheel."),
            "",
            "| step | dictionary and heap | ours | ratio |",
            "| --- | --- | --- | --- |",
            Line("add", 0),
            Line("extend, in any order", 1),
            Line("expire, all of them hour by hour", 2),
            Rounds.Text($"| idle tick, nothing due | | {ours.Median(3) / 1000:0.0} µs | |"),
            Rounds.Text($"| bytes for each, the timer | {heap.Median(4):0} | {ours.Median(4):0} | {Rounds.Ratio(ours, heap, 4):0.00} |"),
            Rounds.Text($"| bytes for each, its record in memory (order, origin, holder) | | {record:0} | |"),
            "",
        ];

        string Line(string what, int which) => Rounds.Text($"| {what} | {heap.Median(which):0} | {ours.Median(which):0} | {Rounds.Ratio(ours, heap, which):0.00} |");
    }

    private double[] Scheduler(ActionKey[] keys, int[] shuffled)
    {
        var clock = new SteppedClock();
        var fired = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var scheduler = new TimeoutScheduler(clock);
        scheduler.Start(due => fired += due.Count);
        var start = clock.GetUtcNow();
        var add = Each(keys.Length, i => scheduler.Set(keys[i], start + Wait(i)));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)keys.Length;
        var extend = Each(keys.Length, i => scheduler.Set(keys[shuffled[i]], start + Wait(shuffled[i]) + TimeSpan.FromHours(1)));
        var idle = Each(5, _ => clock.Go(TimeSpan.FromMinutes(1)));
        var expire = Each(25, _ => clock.Go(TimeSpan.FromHours(1))) * 25 / keys.Length;
        return fired == keys.Length ? [add, extend, expire, idle, bytes] : throw new InvalidOperationException($"{fired} of {keys.Length} fired");
    }

    private static double[] Heap(ActionKey[] keys, int[] shuffled)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var due = new Dictionary<ActionKey, long>();
        var heap = new PriorityQueue<ActionKey, long>();
        var add = Each(keys.Length, i => Set(keys[i], Wait(i).Ticks));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)keys.Length;
        var extend = Each(keys.Length, i => Set(keys[shuffled[i]], Wait(shuffled[i]).Ticks + TimeSpan.TicksPerHour));
        var fired = 0;
        var expire = Each(heap.Count, _ =>
        {
            if (heap.TryDequeue(out var key, out var time) && due.TryGetValue(key, out var current) && current == time)
            {
                due.Remove(key);
                fired++;
            }
        });
        return fired == keys.Length ? [add, extend, 2 * expire, double.NaN, bytes] : throw new InvalidOperationException();

        void Set(ActionKey key, long time)
        {
            due[key] = time;
            heap.Enqueue(key, time);
        }
    }

    /// <summary>What a block that came from an alert holds in memory, beside its timer.</summary>
    private double Record()
    {
        var count = Count / 10;
        var records = new EffectRecord[count];
        var command = new CommandDefinition { Name = "drop", Executable = "firewall-drop", TimeoutAllowed = true };
        var start = DateTimeOffset.UnixEpoch;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < count; n++)
        {
            var origin = new ResponseOrigin { AlertId = $"1785554247.{n}", RuleId = 5712, Level = 10, AgentId = "003", AgentName = "web01", Location = "/var/log/auth.log" };
            records[n] = new EffectRecord
            {
                Order = new ResponseCommand
                {
                    ResponseName = "drop600",
                    Command = command,
                    Responder = "firewall-drop",
                    Subject = Subject.Of(Prefix(n)),
                    Location = ResponseLocation.Local,
                    RunsHere = true,
                    Timeout = TimeSpan.FromMinutes(10),
                    Origin = origin,
                },
                State = EffectState.Applied,
                Since = start,
                Holders = [new EffectHolder("drop600", start, 1, origin)],
            };
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
        GC.KeepAlive(records);
        return bytes;
    }

    private static double Each(int count, Action<int> what)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++)
        {
            what(i);
        }

        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / count;
    }

    private static TimeSpan Wait(int n) => TimeSpan.FromMilliseconds(600_000 + (n * 7919L % 71_000_000));

    private static AddressPrefix Prefix(int n) => AddressPrefix.From(
        new System.Net.IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n]));
}
