using System.Diagnostics;
using System.Globalization;
using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Planning;

namespace ActiveResponse.Benchmarks.Engine;

/// <summary>From the alert to the kernel: each path of the engine beside the raw operation, in one run and in turns. In a namespace of its
/// own; as root.</summary>
/// <remarks>Arguments: which rows (<c>latency sustained burst unblock</c>; all if none), and <c>quick</c> for fewer rounds.</remarks>
internal static class EngineBenchmark
{
    private static readonly string Folder = Path.Combine(
        Path.GetTempPath(),
        string.Create(CultureInfo.InvariantCulture, $"active-response-benchmark-{Environment.ProcessId}")
    );

    // Long: all measurements in their order.
    public static async Task<int> RunAsync(string[] args)
    {
        if (!Namespaced.IsInside(ref args, out var exitCode))
        {
            return exitCode;
        }

        var isQuick = args.Contains("quick");
        var rows = args.Skip(1).Where(static arg => arg != "quick").ToList();
        Directory.CreateDirectory(Folder);
        try
        {
            using var raw = await RawNetlink.MakeAsync();
            Console.WriteLine("| path | raw | library | ratio |");
            Console.WriteLine("|--|--|--|--|");
            if (Wants("latency"))
            {
                await LatencyAsync(raw, isQuick ? 60 : 300, "in memory", state: null);
                await LatencyAsync(raw, isQuick ? 60 : 300, "SQLite", Path.Combine(Folder, "latency.db"));
            }

            if (Wants("sustained"))
            {
                await SustainedAsync(raw, isQuick ? 5_000 : 20_000, 0);
                await SustainedAsync(raw, isQuick ? 5_000 : 20_000, 1_000_000);
            }

            if (Wants("burst"))
            {
                await BurstAsync(raw, 100_000, "in memory", static () => null);
                await BurstAsync(raw, 100_000, "SQLite", () => Path.Combine(Folder, $"burst{Stopwatch.GetTimestamp()}.db"));
            }

            if (Wants("unblock"))
            {
                await UnblockAsync(raw, isQuick ? 2_000 : 10_000);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(Folder, recursive: true);
        }

        bool Wants(string row) => rows.Count == 0 || rows.Contains(row);
    }

    // Long: one measurement from set-up to output.
    private static async Task LatencyAsync(RawNetlink raw, int rounds, string store, string? state)
    {
        await RawNetlink.NftAsync("flush set inet raw hosts4");
        var rawFile = Path.Combine(Folder, "raw.json");
        var file = Path.Combine(Folder, "alerts.json");
        await File.WriteAllTextAsync(rawFile, "");
        await File.WriteAllTextAsync(file, "");
        await using var engine = await EngineUnderTest.StartAsync(state);
        using var ends = new CancellationTokenSource();
        var reading = engine.Intake.RunAsync(await engine.Intake.OpenAsync(file, null, CancellationToken.None), file, ends.Token);
        using var follower = new RawFollower(rawFile, raw);
        using var rawLog = new FileStream(rawFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
        using var log = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);

        // The first block makes the table.
        while (engine.Socket is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            log.Write(Line(999_999));
        }

        List<double> rawTimes = [],
            times = [];
        for (var round = -20; round < rounds; round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            var rawStart = Stopwatch.GetTimestamp();
            rawLog.Write(Line(round + 20));
            follower.Answered.WaitOne();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            engine.Socket.Reset();
            var start = Stopwatch.GetTimestamp();
            log.Write(Line(round + 20));
            engine.Socket.Answered.WaitOne();
            if (round >= 0)
            {
                rawTimes.Add(Stopwatch.GetElapsedTime(rawStart, follower.AnsweredAt).TotalMicroseconds);
                times.Add(Stopwatch.GetElapsedTime(start, engine.Socket.AnsweredAt).TotalMicroseconds);
            }
        }

        foreach (var (name, percent) in new[] { ("p50", 50), ("p99", 99) })
        {
            Row(
                $"alert appended → element, idle host, {store}, {name}",
                $"{At(rawTimes, percent):F0} µs",
                $"{At(times, percent):F0} µs",
                At(times, percent) / At(rawTimes, percent)
            );
        }

        await ends.CancelAsync();
        await reading.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    // Long: one measurement from set-up to output.
    private static async Task SustainedAsync(RawNetlink raw, int count, int present)
    {
        var name = present == 0 ? "empty set" : $"{present:N0} in the set";
        await RawNetlink.NftAsync("flush set inet raw hosts4");
        await using var engine = await EngineUnderTest.StartAsync(null);
        await engine.Engine.ApplyAsync("firewall-drop", Subject.Of(RawNetlink.Address(9_000_000)), TimeSpan.FromHours(1));
        for (var from = 0; from < present; from += 100_000)
        {
            raw.Add(2_000_000 + from, 100_000);
            raw.Add(2_000_000 + from, 100_000, "active_response");
        }

        // In turns, the first to warm up.
        List<double> rawRates = [],
            rates = [],
            flood = [];
        var next = 0;
        for (var round = 0; round <= 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                raw.Add(next + i, 1);
            }

            var rawTime = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                await engine.Engine.ApplyAsync("firewall-drop", Subject.Of(RawNetlink.Address(next + i)), TimeSpan.FromHours(1));
            }

            var time = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                await engine.Engine.HandleAsync(EngineUnderTest.Alert(next + count + i));
            }

            await engine.Engine.DrainAsync();
            var floodTime = Stopwatch.GetElapsedTime(start);
            next += 2 * count;
            if (round > 0)
            {
                rawRates.Add(count / rawTime.TotalSeconds);
                rates.Add(count / time.TotalSeconds);
                flood.Add(count / floodTime.TotalSeconds);
            }
        }

        // An engine that starts over a million elements would take all of them up.
        await RawNetlink.NftAsync("delete table inet active_response\nflush set inet raw hosts4");
        Row(
            $"single blocks, one transaction each, {name}",
            $"{At(rawRates, 50):N0}/s",
            $"{At(rates, 50):N0}/s",
            At(rawRates, 50) / At(rates, 50)
        );
        Row($"single blocks, coalesced, {name}", $"{At(rawRates, 50):N0}/s", $"{At(flood, 50):N0}/s", At(rawRates, 50) / At(flood, 50));
    }

    // Long: one measurement from set-up to output.
    private static async Task BurstAsync(RawNetlink raw, int count, string store, Func<string?> state)
    {
        List<double> rawTimes = [],
            applies = [],
            kernel = [],
            walls = [],
            peaks = [],
            kept = [],
            batches = [],
            processor = [];
        for (var round = 0; round < 3; round++)
        {
            await RawNetlink.NftAsync("flush set inet raw hosts4");
            var start = Stopwatch.GetTimestamp();
            raw.Add(0, count);
            rawTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var engine = await EngineUnderTest.StartAsync(state());
            await engine.Engine.ApplyAsync("firewall-drop", Subject.Of(RawNetlink.Address(9_000_000)), TimeSpan.FromHours(1));
            engine.Backend.Applying = TimeSpan.Zero;
            engine.Backend.Batches = 0;
            engine.Socket!.Reset();
            var before = Settled();
            using var peak = new HeapPeak();
            var used = Environment.CpuUsage.TotalTime;
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                await engine.Engine.HandleAsync(EngineUnderTest.Alert(i));
            }

            await engine.Engine.DrainAsync();
            walls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processor.Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / count);
            peaks.Add((peak.Stop() - before) / 1e6);
            kept.Add((Settled() - before) / 1e6);
            applies.Add(engine.Backend.Applying.TotalMilliseconds);
            batches.Add(engine.Backend.Batches);
            kernel.Add(engine.Socket.InKernel.TotalMilliseconds);
            await engine.DisposeAsync();
            await RawNetlink.NftAsync("delete table inet active_response");
        }

        Row(
            $"{count:N0} attackers at once, {store}: apply ({At(batches, 50):F0} batches, {At(kernel, 50):F0} ms of it in the kernel)",
            $"{At(rawTimes, 50):F0} ms",
            $"{At(applies, 50):F0} ms",
            At(applies, 50) / At(rawTimes, 50)
        );
        Row(
            $"{count:N0} attackers at once, {store}: all, with records",
            $"{At(rawTimes, 50):F0} ms",
            $"{At(walls, 50):F0} ms ({count / At(walls, 50):F0}k/s)",
            At(walls, 50) / At(rawTimes, 50)
        );
        Row($"{count:N0} attackers at once, {store}: processor time of all threads for each", "", $"{At(processor, 50):F1} µs", double.NaN);
        Row(
            $"{count:N0} attackers at once, {store}: managed memory at peak / kept",
            "",
            $"{At(peaks, 50):F0} MB / {At(kept, 50):F0} MB",
            double.NaN
        );

        static long Settled()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    // Long: one measurement from set-up to output.
    private static async Task UnblockAsync(RawNetlink raw, int count)
    {
        await RawNetlink.NftAsync("flush set inet raw hosts4");
        await RawNetlink.NftAsync("add table inet active_response\ndelete table inet active_response");
        await using var engine = await EngineUnderTest.StartAsync(null);
        raw.Add(0, count);
        for (var i = 0; i < 2 * count; i++)
        {
            await engine.Engine.HandleAsync(EngineUnderTest.Alert(i));
        }

        await engine.Engine.DrainAsync();
        var runs = engine.Programs.Runs;

        // Some have ended before they are lifted.
        raw.Delete(0, 100, "active_response");
        List<double> rawTimes = [],
            times = [];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            raw.Delete(i, 1);
            rawTimes.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            start = Stopwatch.GetTimestamp();
            var outcomes = await engine.Engine.LiftAsync(Subject.Of(RawNetlink.Address(i)));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            _ = outcomes is [{ Outcome: Responders.ActionOutcome.Lifted }] ? 0 : throw new InvalidOperationException("not lifted");
        }

        Row("early unblock, one at a time, p50", $"{At(rawTimes, 50):F1} µs", $"{At(times, 50):F1} µs", At(times, 50) / At(rawTimes, 50));
        raw.Add(0, count);
        var rawStart = Stopwatch.GetTimestamp();
        raw.Delete(0, count);
        var rawAll = Stopwatch.GetElapsedTime(rawStart).TotalMilliseconds;
        engine.Backend.Applying = TimeSpan.Zero;
        var allStart = Stopwatch.GetTimestamp();
        await engine.Engine.LiftAllAsync();
        var all = Stopwatch.GetElapsedTime(allStart).TotalMilliseconds;
        Row(
            $"early unblock of {count:N0} at once: apply (all {all:F0} ms)",
            $"{rawAll:F1} ms",
            $"{engine.Backend.Applying.TotalMilliseconds:F1} ms",
            engine.Backend.Applying.TotalMilliseconds / rawAll
        );
        Row("programs run for all of these unblocks", "", (engine.Programs.Runs - runs).ToString(CultureInfo.InvariantCulture), double.NaN);
    }

    private static byte[] Line(int number)
    {
        var line =
            """{"timestamp":"2026-08-01T10:00:00.000+0000","rule":{"level":10,"description":"sshd: brute force trying to """
            + """get access to the system.","id":"5712","mitre":{"id":["T1110"]},"firedtimes":1,"groups":"""
            + """["syslog","sshd","authentication_failures"]},"agent":{"id":"000","name":"host"},"manager":"""
            + $$$"""{"name":"host"},"id":"1754300000.{{{number}}}","full_log":"{{{new string('x', 500)}}}","decoder":"""
            + """{"parent":"sshd","name":"sshd"},"data":"""
            + $$$"""{"srcip":"{{{RawNetlink.Text(number)}}}","srcuser":"root"},"location":"/var/log/auth.log"}""";
        return Encoding.ASCII.GetBytes(line + "\n");
    }

    private static double At(List<double> values, int percent) =>
        values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * percent / 100));

    private static void Row(string path, string raw, string library, double ratio) =>
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {path} | {raw} | {library} | {(double.IsNaN(ratio) ? "" : $"{ratio:F2}")} |")
        );
}
