using System.Diagnostics;
using ActiveResponse.Benchmarks.State;
using ActiveResponse.Sqlite;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>What the host gives: programs started, the disk, and the tool as a process of its own.</summary>
internal sealed class HostRun(CompareSettings settings)
{
    public async Task<IReadOnlyList<string>> RunAsync() =>
        [.. await new ProgramRun(settings).RunAsync(), .. await StoreAsync(), .. await ToolAsync()];

    private async Task<IReadOnlyList<string>> StoreAsync()
    {
        var count = settings.Quick ? 5_000 : 100_000;
        var rates = new List<(double Wall, double Processor)>();
        for (var round = 0; round < (settings.Quick ? 1 : 3); round++)
        {
            var store = SqliteStore.Open(
                new SqliteStoreOptions { File = settings.File($"store{round}.db"), HistoryAge = TimeSpan.FromDays(100_000) }
            );
            var wall = 0.0;
            var processor = await Rounds.ProcessorAsync(async () =>
                wall = await Rounds.TimeAsync(async () =>
                {
                    await Task.WhenAll(
                        Enumerable.Range(0, 8).Select(caller => Task.Run(() => StoreRun.RecordAsync(store, caller, count / 8, 250)))
                    );
                    await ((IAsyncDisposable)store).DisposeAsync();
                })
            );
            rates.Add((count / wall * 1000, count / processor));
        }

        return
        [
            "### Recording blocks in SQLite",
            "",
            Rounds.Text(
                $"{count:N0} blocks by 8 callers, 250 in a commit, until the file is closed. A block is two commits: planned, then applied."
            ),
            "",
            "| blocks a second by the wall | blocks for each second of processor time |",
            "|--|--|",
            Rounds.Text(
                $"| {rates.Select(static rate => rate.Wall).Median():N0} | {rates.Select(static rate => rate.Processor).Median():N0} |"
            ),
            "",
        ];
    }

    private async Task<IReadOnlyList<string>> ToolAsync()
    {
        if (settings is not { Tool: { } tool, Hello: { } hello })
        {
            return [];
        }

        var config = settings.File("small.conf");
        await File.WriteAllTextAsync(config, Load.OssecConf(600));
        var figures = await Rounds.RunAsync(
            settings.Quick ? 2 : 15,
            new Contestant("hello", async _ => [await Rounds.TimeAsync(() => RawProgram.RunAsync("dotnet", [hello]))]),
            new Contestant("check", async _ => [await Rounds.TimeAsync(() => RawProgram.RunAsync(tool, ["check", config]))])
        );
        return
        [
            "### The tool",
            "",
            "| what | raw | tool | ratio |",
            "|--|--|--|--|",
            Rounds.Text(
                $"| start of the native program: `check` of a small file; raw: a ReadyToRun hello world; ms | ",
                $"{figures[0].Median():0} | {figures[1].Median():0} | {Rounds.Ratio(figures[1], figures[0]):0.00} |"
            ),
            Rounds.Text(
                $"| `run` with nftables and a SQLite store, at rest for 5 s; resident MB | | {await AtRestAsync(tool, config):0} | |"
            ),
            "",
        ];
    }

    private async Task<double> AtRestAsync(string tool, string config)
    {
        var alerts = settings.File("none.json");
        await File.WriteAllTextAsync(alerts, "");
        // Alone with its firewall: lists that others left would be read and count.
        var info = new ProcessStartInfo(
            "unshare",
            [
                "-n",
                tool,
                "run",
                "--config",
                config,
                "--alerts",
                alerts,
                "--firewall",
                "nftables",
                "--state",
                settings.File("rest.db"),
                "--control",
                "none",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(settings.Quick ? 2 : 5));
            return MemoryRun.Status(process.Id, "VmRSS") / 1024.0;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
