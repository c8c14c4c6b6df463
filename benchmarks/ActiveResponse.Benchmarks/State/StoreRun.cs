using System.Diagnostics;
using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Sqlite;
using ActiveResponse.State;

namespace ActiveResponse.Benchmarks.State;

/// <summary>
/// Records blocks in a SQLite store as the executor does, and says how many a second and in how much memory:
/// <c>dotnet run -c Release -- store [blocks] [callers] [blocks per commit] [folder]</c>.
/// </summary>
internal static class StoreRun
{
    private static readonly CommandDefinition Drop = new()
    {
        Name = "drop",
        Executable = "firewall-drop",
        TimeoutAllowed = true,
    };
    private static TimeSpan _processor;

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Long: one measurement from set-up to output.
    public static async Task RunAsync(string[] arguments)
    {
        var blocks = Number(arguments, 0, 200_000);
        var callers = Number(arguments, 1, 8);
        var perCommit = Number(arguments, 2, 250);
        var folder = Directory.CreateDirectory(
            Path.Combine(arguments.ElementAtOrDefault(3) ?? Directory.CreateTempSubdirectory("store-").FullName, "run")
        );
        var options = new SqliteStoreOptions { File = Path.Combine(folder.FullName, "state.db"), HistoryAge = TimeSpan.FromDays(100_000) };
        var store = SqliteStore.Open(options);

        // Each block is two commits: planned, then applied with its offense and its entry in the history.
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => RecordAsync(store, caller, blocks / callers, perCommit)))
        );
        Report($"{blocks} blocks by {callers} callers, {perCommit} in a commit", blocks, watch);

        watch.Restart();
        await ((IAsyncDisposable)store).DisposeAsync();
        Report("closing", null, watch);
        store = null!;
        Report($"file {new FileInfo(options.File).Length / 1024.0 / blocks:0.00} KiB a block", null, null);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        watch.Restart();
        store = SqliteStore.Open(options);
        Report("opening, with the check", blocks, watch);
        watch.Restart();
        store.DisposeIfCan();
        store = SqliteStore.Open(options with { CheckAtStart = false });
        Report("opening, without the check", blocks, watch);
        Report(
            $"memory {(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)blocks:0} bytes a block and its offense",
            null,
            null
        );

        watch.Restart();
        for (var n = 0; n < blocks; n++)
        {
            _ = await store.FindAsync(Key(n), CancellationToken.None);
        }

        Report("look-ups", blocks, watch);
        watch.Restart();
        _ = await store.ListHistoryAsync(new HistoryQuery { Subject = Key(0).Subject }, CancellationToken.None);
        Report("the history of one address", null, watch);
        store.DisposeIfCan();
        folder.Delete(recursive: true);
    }

    public static async Task RecordAsync(IResponseStore store, int caller, int blocks, int perCommit)
    {
        for (var first = 0; first < blocks; first += perCommit)
        {
            var planned = Enumerable.Range((caller * blocks) + first, Math.Min(perCommit, blocks - first)).Select(Planned).ToList();
            await store.CommitAsync(new StoreCommit { Effects = [.. planned] }, CancellationToken.None);
            await store.CommitAsync(
                new StoreCommit
                {
                    Effects = [.. planned.Select(static effect => effect with { State = EffectState.Applied })],
                    Offenses = [.. planned.Select(static effect => new OffenseRecord(effect.Key, 1, Noon, effect.Order.Origin.AlertId))],
                    History = [.. planned.Select(Entry)],
                },
                CancellationToken.None
            );
        }
    }

    private static EffectRecord Planned(int n)
    {
        var origin = new ResponseOrigin
        {
            AlertId = $"1754300000.{n}",
            RuleId = 5712,
            Level = 10,
            AgentId = "003",
            AgentName = "web01",
            Location = "(web01) 192.0.2.4->/var/log/auth.log",
        };
        return new EffectRecord
        {
            Order = new ResponseOrder
            {
                ResponseName = "firewall-drop600",
                Command = Drop,
                Responder = "firewall-drop",
                Subject = Key(n).Subject,
                Location = ResponseLocation.Local,
                RunsHere = true,
                Timeout = TimeSpan.FromSeconds(600),
                Origin = origin,
            },
            State = EffectState.Planned,
            Since = Noon,
            Holders = [new EffectHolder("firewall-drop600", Noon.AddMinutes(10), 1, origin)],
        };
    }

    private static HistoryEntry Entry(EffectRecord effect) =>
        new()
        {
            At = Noon,
            IsRevert = false,
            Outcome = ActionOutcome.Applied,
            Responder = effect.Order.Responder,
            Subject = effect.Order.Subject,
            ResponseName = effect.Order.ResponseName,
            RuleId = 5712,
            AlertId = effect.Order.Origin.AlertId,
            AgentId = "003",
            AgentName = "web01",
            Offense = 1,
            Until = effect.Until,
        };

    private static ActionKey Key(int n) =>
        new(
            "firewall-drop",
            Subject.Of(
                AddressPrefix.From(
                    new IPAddress([
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
                )
            )
        );

    private static int Number(string[] arguments, int index, int otherwise) =>
        arguments.Length > index ? int.Parse(arguments[index]) : otherwise;

    private static void DisposeIfCan(this IResponseStore store) => (store as IDisposable)?.Dispose();

    private static void Report(string what, int? count, Stopwatch? watch)
    {
        // On a busy machine the time of the processor tells more than the time of the wall.
        var processor = Environment.CpuUsage.TotalTime;
        Console.WriteLine(
            what
                + (
                    watch is null
                        ? ""
                        : $": {watch.ElapsedMilliseconds} ms, of the processor {(processor - _processor).TotalMilliseconds:0} ms"
                )
                + (count is { } n && watch is not null ? $", {n / watch.Elapsed.TotalSeconds:N0} a second" : "")
        );
        _processor = Environment.CpuUsage.TotalTime;
    }
}
