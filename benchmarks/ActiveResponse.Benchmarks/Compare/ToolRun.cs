using System.Diagnostics;
using ActiveResponse.Alerts;
using ActiveResponse.Benchmarks.Engine;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Sqlite;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>A file of alerts, each about another attacker, until the tool has told that all are blocked; the same by the library.</summary>
internal sealed class ToolRun(CompareSettings settings)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private int Count => settings.Quick ? 1_000 : 100_000;

    private string Alerts => settings.File("tool.json");

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        if (settings.Tool is not { } tool)
        {
            return [];
        }

        await File.WriteAllBytesAsync(Alerts, Load.Lines(Count, oneIn: 1, Count));
        await File.WriteAllTextAsync(settings.File("tool.conf"), Load.OssecConf(36000));
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 5,
            new Contestant("library", round => LibraryAsync(round)),
            new Contestant("plain", round => ToolAsync(tool, $"plain{round}", heads: 2)),
            new Contestant("json", round => ToolAsync(tool, $"json{round}", heads: 1, "--json"))
        );
        return
        [
            "### The tool: from a file of alerts to all outcomes printed",
            "",
            Rounds.Text(
                $"{Count:N0} alerts about as many attackers: nftables, SQLite store, control socket; the output is read from a pipe."
            ),
            "Processor time of the process from its start. Library: the same in a process that is warm, which tells nobody.",
            "",
            "| what | processor time for each, µs | to the library | memory at the peak, MB | of it the heap and stacks, at the end |",
            "|--|--|--|--|--|",
            Rounds.Text($"| the library | {Each(figures[0]):0.0} | | | |"),
            Line("the tool", figures[1]),
            Line("the tool, `--json`", figures[2]),
            "",
        ];

        double Each(double[][] figure) => figure.Median() * 1e6 / Count;

        string Line(string what, double[][] figure) =>
            Rounds.Text(
                $"| {what} | {Each(figure):0.0} | {Rounds.Ratio(figure, figures[0]):0.00} | {figure.Median(1):0} | {figure.Median(2):0} |"
            );
    }

    private async Task<double[]> LibraryAsync(int round)
    {
        EngineHost? host = null;
        using var end = new CancellationTokenSource();
        var following = Task.CompletedTask;
        try
        {
            return
            [
                await Rounds.ProcessorAsync(async () =>
                {
                    host = await EngineHost.StartAsync(
                        Load.Config(1, TimeSpan.FromHours(10)),
                        builder =>
                            builder
                                .AddFirewallDrop(new FirewallDropOptions { Use = ["nftables"] })
                                .UseSqliteStore(new SqliteStoreOptions { File = settings.File($"library{round}.db") })
                    );
                    var source = await host.Intake.OpenAsync(Alerts, new AlertFileOptions { FromStart = true });
                    following = Task.Run(() => host.Intake.RunAsync(source, Alerts, end.Token));
                    await host.ReachAsync(Count).WaitAsync(Limit);
                }),
            ];
        }
        finally
        {
            await end.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
            await ForgetBlocksAsync();
        }
    }

    /// <summary>Seconds of processor time, and megabytes, until the last outcome is read.</summary>
    /// <param name="heads">The number of lines before the first outcome.</param>
    // Long: one measurement from set-up to output.
    private async Task<double[]> ToolAsync(string tool, string name, int heads, params string[] more)
    {
        var info = new ProcessStartInfo(
            tool,
            [
                "run",
                "--config",
                settings.File("tool.conf"),
                "--alerts",
                Alerts,
                "--from-start",
                "--firewall",
                "nftables",
                "--state",
                settings.File(name + ".db"),
                "--control",
                settings.File("tool.sock"),
                .. more,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var output = process.StandardOutput.BaseStream;
            await Task.Run(() => Read(output, Count + heads)).WaitAsync(Limit);
            process.Refresh();
            return
            [
                process.TotalProcessorTime.TotalSeconds,
                MemoryRun.Status(process.Id, "VmHWM") / 1024.0,
                MemoryRun.Status(process.Id, "RssAnon") / 1024.0,
            ];
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            _ = await errors;
            await ForgetBlocksAsync();
        }
    }

    /// <summary>Reads so many lines and does nothing else: the tool drops outcomes rather than wait for a slow reader.</summary>
    private static void Read(Stream output, int lines)
    {
        var buffer = new byte[1 << 18];
        while (lines > 0)
        {
            var read = output.Read(buffer);
            lines -= read > 0 ? buffer.AsSpan(0, read).Count((byte)'\n') : throw new InvalidOperationException("the tool ended too early");
        }
    }

    private static Task ForgetBlocksAsync() => RawNetlink.NftAsync("delete table inet active_response");
}
