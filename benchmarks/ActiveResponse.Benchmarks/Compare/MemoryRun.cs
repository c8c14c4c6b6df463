using System.Globalization;
using System.Net;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Sqlite;
using ActiveResponse.Testing;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>An hour's load in a minute or two: a million alerts, ten thousand attackers, blocks of one to ten minutes that come and go;
/// what grows?</summary>
internal sealed class MemoryRun(CompareSettings settings)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        List<string> text =
        [
            "### An hour's load",
            "",
            "A million alerts, one in ten of which fires, from ten thousand attackers; blocks of five minutes. A whole engine "
                + "with a simulated",
            "clock (steps of ten seconds) and a firewall in memory, after a full collection. Heap, files, threads and timers "
                + "must not grow.",
            "",
        ];
        text.AddRange(await RunAsync("state in memory", static (_, builder) => builder));
        text.AddRange(
            await RunAsync(
                "state in SQLite",
                static (settings, builder) =>
                    builder.UseSqliteStore(new SqliteStoreOptions { File = settings.File("memory.db"), HistoryCount = 20_000 })
            )
        );
        return text;
    }

    /// <summary>A figure of <c>/proc/PID/status</c>, in KiB or as it is.</summary>
    public static long Status(int process, string what) =>
        long.Parse(
            File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
                .First(line => line.StartsWith(what + ":", StringComparison.Ordinal))
                .Split(':')[1]
                .Replace("kB", "", StringComparison.Ordinal)
                .Trim(),
            CultureInfo.InvariantCulture
        );

    private async Task<IReadOnlyList<string>> RunAsync(
        string name,
        Func<CompareSettings, ActiveResponseBuilder, ActiveResponseBuilder> setUp
    )
    {
        var minutes = settings.Quick ? 6 : 60;
        var steps = minutes * 6;
        var each = settings.Quick ? 200 : 1_000_000 / steps;
        var clock = new ManualClock();
        var firewall = new Table();
        await using var host = await EngineHost.StartAsync(
            Load.Config(50, TimeSpan.FromMinutes(5)),
            builder => setUp(settings, builder.AddFirewall(_ => firewall)),
            clock
        );
        List<string> text =
        [
            $"With {name}:",
            "",
            "| minute | alerts | orders done | in place | timers | managed heap, MB | working set, MB | files open | threads |",
            "|--|--|--|--|--|--|--|--|--|",
        ];
        var alerts = 0;
        for (var step = 1; step <= steps; step++)
        {
            using var lines = new MemoryStream(Lines(alerts, each));
            await host.Intake.RunAsync(new AlertStreamReader(lines), "lines");
            alerts += each;
            await host.Engine.DrainAsync();
            clock.Advance(Step);
            await host.Engine.DrainAsync();
            if (step == steps / 4 || step == steps)
            {
                text.Add(await LineAsync(host, clock, firewall, step / 6.0, alerts));
                Console.Error.Write('.');
            }
        }

        Console.Error.WriteLine();
        return host.Trouble is { } trouble ? throw new InvalidOperationException(trouble) : [.. text, ""];
    }

    private static async Task<string> LineAsync(EngineHost host, ManualClock clock, Table firewall, double minute, int alerts)
    {
        var inPlace = (await host.Engine.ListAsync()).Count;
        if (inPlace != firewall.Count)
        {
            throw new InvalidOperationException($"{firewall.Count} blocks in the firewall, {inPlace} on record");
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        var self = Environment.ProcessId;
        return Rounds.Text(
            $"| {minute:0} | {alerts:N0} | {host.Done:N0} | {inPlace:N0} | {clock.PendingTimers} | {heap:0.0} | ",
            $"{Status(self, "VmRSS") / 1024.0:0} | {Directory.GetFiles($"/proc/{self}/fd").Length} | ",
            $"{Status(self, "Threads")} |"
        );
    }

    // One in ten fires; the attackers come in turns that are no multiple of anything else here.
    private static byte[] Lines(int from, int count)
    {
        var lines = new MemoryStream(count * 1100);
        for (var n = from; n < from + count; n++)
        {
            lines.Write(
                System.Text.Encoding.UTF8.GetBytes(
                    Load.Line(n, n % 10 == 0 ? Load.FiringRule : 5710u, Load.Address((int)(n / 10 * 7919L % 10_000)))
                )
            );
        }

        return lines.ToArray();
    }

    /// <summary>A firewall that is a table: what it holds is counted.</summary>
    private sealed class Table : IFirewallBackend
    {
        private readonly Dictionary<AddressPrefix, DateTimeOffset?> _blocks = [];

        public string Name => "firewall-drop";

        public FirewallCapabilities Capabilities { get; } =
            FirewallCapabilities.IPv6
            | FirewallCapabilities.Prefixes
            | FirewallCapabilities.Batches
            | FirewallCapabilities.Enumeration
            | FirewallCapabilities.MarksEntries
            | FirewallCapabilities.KeepsEnds
            | FirewallCapabilities.EndsLiveFlows
            | FirewallCapabilities.ExclusivePlace;

        public int Count => _blocks.Count;

        public ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken) => new(new FirewallProbe(true, "a table"));

        public ValueTask<FirewallBatchResult> ApplyAsync(
            IReadOnlyList<FirewallEntry> adds,
            IReadOnlyList<AddressPrefix> removes,
            CancellationToken cancellationToken
        )
        {
            foreach (var entry in adds)
            {
                _blocks[entry.Address] = entry.Until;
            }

            foreach (var address in removes)
            {
                _blocks.Remove(address);
            }

            return new(
                new FirewallBatchResult(
                    [.. adds.Select(static _ => ResponderResult.Applied())],
                    [.. removes.Select(static _ => ResponderResult.Lifted())]
                )
            );
        }

        public ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken) =>
            new([.. _blocks.Select(static pair => new FirewallEntry(pair.Key, pair.Value))]);

        public ValueTask UninstallAsync(CancellationToken cancellationToken)
        {
            _blocks.Clear();
            return ValueTask.CompletedTask;
        }
    }
}
