using System.Diagnostics;
using System.Globalization;
using ActiveResponse.Benchmarks.Engine;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>The tool as a process that is started over a store with blocks, while the kernel has lost them; and fail2ban alike.</summary>
internal sealed class RestartRun(CompareSettings settings) : IDisposable
{
    private const string Table = "active_response";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Fail2Ban? _fail2Ban = Fail2Ban.Find(settings.Fail2Ban, settings.Folder("fail2ban-restart"));
    private RawNetlink? _raw;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        _raw = await RawNetlink.MakeAsync();
        List<string> text =
        [
            "### A start with blocks on record and an empty kernel",
            "",
            "From before the process starts until the last block is enforced again, checked in the kernel every half millisecond.",
            "Raw: the same elements by `nft -f -`.",
            "",
            "| what | ms | raw, ms | ratio |",
            "|--|--|--|--|",
        ];
        if (settings.Tool is { } tool)
        {
            foreach (var count in settings.Quick ? [500] : new[] { 5_000, 100_000 })
            {
                text.Add(await ToolAsync(tool, count));
            }
        }

        if (_fail2Ban is not null)
        {
            text.Add(await Fail2BanAsync(settings.Quick ? 5 : 50));
        }

        return [.. text, ""];
    }

    public void Dispose() => _raw?.Dispose();

    // Long: one measurement from set-up to output.
    private async Task<string> ToolAsync(string tool, int count)
    {
        var config = settings.File("restart.conf");
        await File.WriteAllTextAsync(config, Load.OssecConf(36000));
        var alerts = settings.File($"restart{count}.json");
        await File.WriteAllTextAsync(
            alerts,
            string.Concat(Enumerable.Range(0, count).Select(static n => Load.Line(n, Load.FiringRule, Load.Address(n))))
        );
        string[] line =
        [
            tool,
            "run",
            "--config",
            config,
            "--alerts",
            alerts,
            "--firewall",
            "nftables",
            "--from-start",
            "--state",
            settings.File($"restart{count}.db"),
            "--control",
            "none",
        ];
        await UntilEnforcedAsync(line, count);
        var elements =
            "{\n" + string.Join(",\n", Enumerable.Range(0, count).Select(static n => Load.Address(n) + " timeout 36000s")) + "\n}\n";
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant(
                "raw",
                async _ =>
                {
                    var time = await Rounds.TimeAsync(() =>
                        RawProgram.RunAsync("nft", ["-f", "-"], $"add element inet {RawNetlink.Table} hosts4 {elements}")
                    );

                    // nft reads what is in other sets, too.
                    await RawNetlink.NftAsync($"flush set inet {RawNetlink.Table} hosts4");
                    return [time];
                }
            ),
            new Contestant(
                "tool",
                async _ =>
                {
                    await RawNetlink.NftAsync($"delete table inet {Table}");
                    return [await UntilEnforcedAsync(line, count)];
                }
            )
        );
        return Rounds.Text(
            $"| the tool, {count:N0} | {figures[1].Median():0} | {figures[0].Median():0} | {Rounds.Ratio(figures[1], figures[0]):0.0} |"
        );
    }

    /// <summary>Starts the tool, waits until the kernel has the last block, and stops it; milliseconds.</summary>
    private async Task<double> UntilEnforcedAsync(string[] line, int count)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >\"$LOG\" 2>&1", .. line])
            {
                Environment = { ["LOG"] = settings.File("restart.log") },
            }
        )!;
        while (!_raw!.Has(count - 1, Table))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Limit)
            {
                throw new InvalidOperationException(
                    $"the tool put nothing back: {await File.ReadAllTextAsync(settings.File("restart.log"))}"
                );
            }

            Thread.Sleep(TimeSpan.FromMicroseconds(500));
        }

        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var found = (await RawProgram.RunAsync("nft", ["list", "table", "inet", Table])).Split(" expires ").Length - 1;
        await RawProgram.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(Limit);
        return found == count ? time : throw new InvalidOperationException($"{found} of {count} blocks are back");
    }

    private async Task<string> Fail2BanAsync(int count)
    {
        var addresses = Enumerable.Range(0, count).Select(Load.Address).ToList();
        await _fail2Ban!.StartAsync();
        await _fail2Ban.BanAsync(addresses);
        await Fail2Ban.InKernelAsync(count);
        await _fail2Ban.StopAsync();
        var time = await Rounds.TimeAsync(async () =>
        {
            await _fail2Ban.StartAsync();
            await Fail2Ban.InKernelAsync(count);
        });
        await _fail2Ban.StopAsync();
        return Rounds.Text($"| fail2ban, {count} ({time / count:0.0} for one) | {time:0} | | |");
    }
}
