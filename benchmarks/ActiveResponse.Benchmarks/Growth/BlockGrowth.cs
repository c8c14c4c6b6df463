using System.Diagnostics;
using ActiveResponse.Benchmarks.Compare;
using ActiveResponse.Benchmarks.Engine;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>What 1 to 1,000,000 blocks in place cost whoever adds, lifts, lists or takes up blocks.</summary>
internal sealed class BlockGrowth(GrowthSettings settings, GrowthFigures figures)
{
    private const int Most = 1_000_000;

    // For each part of a list the kernel walks the set from its start: a million elements take a minute.
    private const int MostListed = 100_000;

    private const int Flood = 20_000;
    private const int Spare = 2_000_000;

    // After so many the code is compiled as it stays: else the first points show the compiler, and cost seems to fall with work.
    private const int WarmPairs = 100_000;
    private const int WarmLists = 2_000;
    private const int WarmStarts = 30;
    private const int Addresses = 350;
    private const string Raw = "raw netlink";
    private const string Library = "library";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public async Task RunAsync()
    {
        using var raw = await AnewAsync();
        await InPlaceAsync(raw);
    }

    /// <summary>Starts with blocks on record.</summary>
    public async Task StartsAsync()
    {
        using var raw = await AnewAsync();
        await RestartAsync(raw);
    }

    // An engine that starts over what another part left, ended or failed, would take all of it up.
    private static async Task<RawNetlink> AnewAsync()
    {
        foreach (var table in new[] { "active_response", RawNetlink.Table })
        {
            await RawNetlink.NftAsync($"add table inet {table}\ndelete table inet {table}");
        }

        return await RawNetlink.MakeAsync();
    }

    private async Task InPlaceAsync(RawNetlink raw)
    {
        await using var engine = await EngineUnderTest.StartAsync(null);
        await engine.Engine.ApplyAsync("firewall-drop", Subject.Of(RawNetlink.Address(0)), Hour);
        raw.Add(0, 1);
        await WarmAsync(engine, raw);
        var empty = Settled();
        var there = 1;
        foreach (var count in settings.Steps(Most))
        {
            await FillAsync(engine, raw, there, count);
            AddAll(raw, there, count);
            there = count;
            if (count >= 1_000)
            {
                figures.Add("memory", Library, count, (Settled() - empty) / (double)count);
            }

            await OneAsync(engine, raw, count);
            if (count <= MostListed)
            {
                await ListAsync(engine, count);
            }
        }
    }

    private async Task WarmAsync(EngineUnderTest engine, RawNetlink raw)
    {
        for (var i = 0; i < (settings.Quick ? 100 : WarmPairs); i++)
        {
            await PairAsync(engine, raw, Spare + (i % Addresses));
        }

        for (var i = 0; i < (settings.Quick ? 10 : WarmLists); i++)
        {
            Check((await engine.Backend.ListAsync(default)).Count, 1);
            Check((await engine.Engine.VerifyInPlaceAsync()).Length, 1);
        }
    }

    private async Task OneAsync(EngineUnderTest engine, RawNetlink raw, int count)
    {
        // Raw and library, added and lifted.
        List<double>[] times =
        [
            [],
            [],
            [],
            [],
        ];
        for (var round = -50; round < (settings.Quick ? 20 : Addresses - 50); round++)
        {
            var one = await PairAsync(engine, raw, Spare + round + 50);
            for (var which = 0; which < one.Length && round >= 0; which++)
            {
                times[which].Add(one[which] * 1000);
            }
        }

        figures.Add("block", Raw, count, times[0].Median());
        figures.Add("block", Library, count, times[2].Median());
        figures.Add("lift", Raw, count, times[1].Median());
        figures.Add("lift", Library, count, times[3].Median());
    }

    private static async Task<double[]> PairAsync(EngineUnderTest engine, RawNetlink raw, int number) =>
        [
            await Rounds.TimeAsync(() => Done(() => raw.Add(number, 1))),
            await Rounds.TimeAsync(() => Done(() => raw.Delete(number, 1))),
            await Rounds.TimeAsync(() => BlockAsync(engine, number)),
            await Rounds.TimeAsync(() => engine.Engine.LiftAsync(Subject.Of(RawNetlink.Address(number)))),
        ];

    private async Task ListAsync(EngineUnderTest engine, int count)
    {
        var measured = await Rounds.RunAsync(
            settings.RoundsOf(count),
            new Contestant(
                "nft",
                async _ => [await Rounds.TimeAsync(() => RawProgram.RunAsync("nft", ["list", "set", "inet", "raw", "hosts4"]))]
            ),
            new Contestant(
                "list",
                async _ => [await Rounds.TimeAsync(async () => Check((await engine.Backend.ListAsync(default)).Count, count))]
            ),
            new Contestant(
                "drift",
                async _ => [await Rounds.TimeAsync(async () => Check((await engine.Engine.VerifyInPlaceAsync()).Length, 1))]
            )
        );
        figures.Add("list", "nft", count, measured[0].Median());
        figures.Add("list", "library list", count, measured[1].Median());
        figures.Add("list", "library look for drift", count, measured[2].Median());
    }

    private async Task RestartAsync(RawNetlink raw)
    {
        var state = Path.Combine(settings.Scratch, "growth.db");
        var there = 0;
        foreach (var count in settings.Steps(MostListed))
        {
            await using (var engine = await EngineUnderTest.StartAsync(state))
            {
                await FillAsync(engine, raw, there, count);
            }

            for (var i = 0; there == 0 && i < (settings.Quick ? 1 : WarmStarts); i++)
            {
                await StartAsync(raw, state, count, isLost: true);
                await StartAsync(raw, state, count, isLost: false);
            }

            there = count;
            var measured = await Rounds.RunAsync(
                settings.RoundsOf(count),
                new Contestant("raw", async _ => [await RawAsync(raw, count)]),
                new Contestant("lost", async _ => [await StartAsync(raw, state, count, isLost: true)]),
                new Contestant("adopted", async _ => [await StartAsync(raw, state, count, isLost: false)])
            );
            figures.Add("restart", Raw, count, measured[0].Median());
            figures.Add("restart", "library lost", count, measured[1].Median());
            figures.Add("restart", "library adopted", count, measured[2].Median());
        }
    }

    private static async Task<double> RawAsync(RawNetlink raw, int count)
    {
        await RawNetlink.NftAsync("flush set inet raw hosts4");
        return await Rounds.TimeAsync(() => Done(() => AddAll(raw, 0, count)));
    }

    private static async Task<double> StartAsync(RawNetlink raw, string state, int count, bool isLost)
    {
        if (isLost)
        {
            await RawNetlink.NftAsync("delete table inet active_response");
        }

        var start = Stopwatch.GetTimestamp();
        await using var engine = await EngineUnderTest.StartAsync(state);

        // They don't come back in order; a thousand of them are smaller steps than any transaction has.
        for (var number = count - 1; number >= 0; number -= Math.Max(1, count / 1000))
        {
            while (!raw.Has(number, "active_response"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }

        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        CheckAll(raw, 0, count);
        return time;
    }

    private static async Task FillAsync(EngineUnderTest engine, RawNetlink raw, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            await engine.Engine.HandleAsync(EngineUnderTest.Alert(number));

            // An order that waits longer than its deadline isn't carried out.
            if (number % Flood == Flood - 1)
            {
                await engine.Engine.DrainAsync();
            }
        }

        await engine.Engine.DrainAsync();
        CheckAll(raw, from, to);
    }

    // One by one: while the kernel makes a set larger its list can lack elements.
    private static void CheckAll(RawNetlink raw, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            Check(raw.Has(number, "active_response") ? number : -1, number);
        }
    }

    private static async Task BlockAsync(EngineUnderTest engine, int number)
    {
        var done = await engine.Engine.ApplyAsync("firewall-drop", Subject.Of(RawNetlink.Address(number)), Hour);
        _ = done.Outcome == ActionOutcome.Applied ? 0 : throw new InvalidOperationException($"{done.Outcome} {done.Detail}");
    }

    private static void AddAll(RawNetlink raw, int from, int to)
    {
        for (; from < to; from += 100_000)
        {
            raw.Add(from, Math.Min(100_000, to - from));
        }
    }

    private static Task Done(Action what)
    {
        what();
        return Task.CompletedTask;
    }

    private static void Check(int found, int wanted) =>
        _ = found == wanted ? 0 : throw new InvalidOperationException($"{found} instead of {wanted}");

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
