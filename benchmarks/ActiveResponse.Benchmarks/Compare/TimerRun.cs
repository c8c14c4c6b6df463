using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>A million timeouts that wait: nanoseconds of processor time for each step, and bytes.</summary>
internal sealed class TimerRun(CompareSettings settings)
{
    private const int FewTimeouts = 20_000;
    private const int ManyTimeouts = 1_000_000;
    private const int Some = 1000;

    private readonly int[] _waits = MakeWaits(settings.Quick ? FewTimeouts : ManyTimeouts);

    private int Count => _waits.Length;

    // Long: all measurements in their order.
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var shuffled = (int[])[.. Enumerable.Range(0, Count)];
        new Random(1).Shuffle(shuffled);
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant("raw wheel", _ => Task.Run(() => Wheel(shuffled))),
            new Contestant("dictionary and heap", _ => Task.Run(() => Heap(shuffled))),
            new Contestant("scheduler", _ => Task.Run(() => Scheduler(shuffled)))
        );
        var (raw, heap, ours) = (figures[0], figures[1], figures[2]);
        var record = await RecordAsync();
        var firewall = Firewall();
        var sum = ours.Median(4) + record + firewall;
        return
        [
            "### A million timeouts that wait",
            "",
            Rounds.Text(
                $"{Count:N0} timeouts of 10 minutes to 20 hours; nanoseconds of processor time for each, the median of the rounds."
            ),
            "Raw: a hashed wheel of numbers in arrays. Ours looks up a new key object for each. Peer: a dictionary with a heap.",
            "",
            "| step | raw | ours | ratio | dictionary and heap | ours to it |",
            "|--|--|--|--|--|--|",
            Line("add", 0),
            Line("extend, in any order", 1),
            Rounds.Text($"| remove one and add one, in any order: no new memory is taken | | {ours.Median(6):0} | | | |"),
            Line("expire, all of them second by second", 2),
            Rounds.Text($"| expire, each at its own time, with a new platform timer for the next | | {ours.Median(5):0} | | | |"),
            Rounds.Text($"| idle tick, nothing due | | {ours.Median(3) / 1000:0.0} µs | | | |"),
            Line("bytes for each, the timer with its key", 4),
            Rounds.Text($"| bytes for each, its record in the store in memory, with its offense | | {record:0} | | | |"),
            Rounds.Text($"| bytes for each, what the nftables backend remembers | | {firewall:0} | | | |"),
            Rounds.Text($"| bytes for each, the sum | | {sum:0} | | | |"),
            "",
        ];

        string Line(string what, int which) =>
            Rounds.Text(
                $"| {what} | {raw.Median(which):0} | {ours.Median(which):0} | {Rounds.Ratio(ours, raw, which):0.0} | ",
                $"{heap.Median(which):0} | {Rounds.Ratio(ours, heap, which):0.00} |"
            );
    }

    private double[] Scheduler(int[] shuffled)
    {
        var clock = new ManualClock();
        var fired = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var scheduler = new TimeoutScheduler(clock);
        scheduler.Start(due => fired += due.Count(static key => key.Responder.Length > 0));
        var start = clock.GetUtcNow();
        var add = EachKey(static i => i, (key, _, wait) => scheduler.Set(key, start + wait));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        var extend = EachKey(i => shuffled[i], (key, _, wait) => scheduler.Set(key, start + wait + TimeSpan.FromHours(1)));
        var replace = EachKey(
            i => shuffled[i],
            (key, _, wait) =>
            {
                scheduler.Remove(key);
                scheduler.Set(key, start + wait + TimeSpan.FromHours(1));
            }
        );
        var idle = Each(5, _ => clock.Advance(TimeSpan.FromMinutes(1)));
        var expire = Each(25 * 3600, _ => clock.SetUtcNow(clock.GetUtcNow() + TimeSpan.FromSeconds(1))) * 25 * 3600 / Count;
        start = clock.GetUtcNow();
        EachKey(static i => i, (key, _, wait) => scheduler.Set(key, start + wait));
        var exact = Each(25, _ => clock.Advance(TimeSpan.FromHours(1))) * 25 / Count;
        return fired == 2 * Count
            ? [add, extend, expire, idle, bytes, exact, replace]
            : throw new InvalidOperationException($"{fired} of {2 * Count} fired");
    }

    private double[] Wheel(int[] shuffled)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var wheel = new RawWheel(Count);
        var add = EachKey(static i => i, (_, i, wait) => wheel.Add(i, Slot(wait)));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        var extend = EachKey(i => shuffled[i], (_, i, wait) => wheel.Move(i, Slot(wait + TimeSpan.FromHours(1))));
        var fired = 0;
        var expire = Each(25 * 3600, _ => fired += wheel.Tick()) * 25 * 3600 / Count;
        return fired == Count ? [add, extend, expire, double.NaN, bytes] : throw new InvalidOperationException($"{fired} of {Count} fired");

        static long Slot(TimeSpan time) => (time.Ticks / TimeSpan.TicksPerSecond) + 1;
    }

    private double[] Heap(int[] shuffled)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var due = new Dictionary<ActionKey, long>();
        var heap = new PriorityQueue<ActionKey, long>();
        var add = EachKey(static i => i, (key, _, wait) => Set(key, wait.Ticks));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        var extend = EachKey(i => shuffled[i], (key, _, wait) => Set(key, wait.Ticks + TimeSpan.TicksPerHour));
        var fired = 0;
        var expire = Each(
            heap.Count,
            _ =>
            {
                if (heap.TryDequeue(out var key, out var time) && due.TryGetValue(key, out var current) && current == time)
                {
                    due.Remove(key);
                    fired++;
                }
            }
        );
        return fired == Count ? [add, extend, 2 * expire, double.NaN, bytes] : throw new InvalidOperationException();

        void Set(ActionKey key, long time)
        {
            due[key] = time;
            heap.Enqueue(key, time);
        }
    }

    /// <summary>What a block that came from an alert holds in the store, beside its timer.</summary>
    // Long: one measurement from set-up to output.
    private async Task<double> RecordAsync()
    {
        var command = new CommandDefinition
        {
            Name = "drop",
            Executable = "firewall-drop",
            TimeoutAllowed = true,
        };
        var start = DateTimeOffset.UnixEpoch;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = new InMemoryResponseStore();
        foreach (var numbers in Enumerable.Range(0, Count).Chunk(Some))
        {
            EffectRecord[] effects = [.. numbers.Select(Effect)];
            await store.CommitAsync(
                new StoreCommit
                {
                    Effects = [.. effects],
                    Offenses = [.. effects.Select(effect => new OffenseRecord(effect.Key, 1, start, effect.Order.Origin.AlertId))],
                },
                CancellationToken.None
            );
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(store);
        return bytes;

        EffectRecord Effect(int n)
        {
            var origin = new ResponseOrigin
            {
                AlertId = $"1785554247.{n}",
                RuleId = 5712,
                Level = 10,
                AgentId = "003",
                AgentName = "web01",
                Location = "/var/log/auth.log",
            };
            return new EffectRecord
            {
                Order = new ResponseOrder
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
    }

    /// <summary>What the backend that needs no program keeps of each, to put it back after somebody emptied the ruleset.</summary>
    private double Firewall()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var memory = new FirewallMemory(TimeProvider.System);
        foreach (var numbers in Enumerable.Range(0, Count).Chunk(Some))
        {
            memory.Note([
                .. numbers.Select(static n => new FirewallChange(new FirewallEntry(Prefix(n), DateTimeOffset.UnixEpoch), Blocks: true)),
            ]);
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(memory);
        return bytes;
    }

    // Keys and waits are made before the clock runs, some at a time, so that they are fresh in the cache as an alert's are.
    private double EachKey(Func<int, int> number, Action<ActionKey, int, TimeSpan> what)
    {
        var spent = TimeSpan.Zero;
        foreach (var indices in Enumerable.Range(0, Count).Chunk(Some))
        {
            var keys = Array.ConvertAll(
                indices,
                i => (Key: new ActionKey("firewall-drop", Subject.Of(Prefix(number(i)))), Number: number(i), Wait: Wait(number(i)))
            );
            var before = Environment.CpuUsage.TotalTime;
            foreach (var (key, n, wait) in keys)
            {
                what(key, n, wait);
            }

            spent += Environment.CpuUsage.TotalTime - before;
        }

        return spent.TotalNanoseconds / Count;
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

    // No pattern in them that a processor could follow.
    private TimeSpan Wait(int n) => TimeSpan.FromMilliseconds(_waits[n]);

    private static int[] MakeWaits(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(600_000, 71_600_000))];
    }

    private static AddressPrefix Prefix(int n) =>
        AddressPrefix.From(
            new System.Net.IPAddress([
                0x20,
                0x01,
                0x0d,
                0xb8,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                (byte)(n >> 24),
                (byte)(n >> 16),
                (byte)(n >> 8),
                (byte)n,
            ])
        );
}
