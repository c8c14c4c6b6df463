namespace ActiveResponse.Benchmarks.Compare;

/// <summary>
/// Measures the raw operation, this library and its peers in one run and in turns, and writes <c>docs/performance.md</c>. Started by
/// <c>benchmarks/compare</c>, which gives it network, mounts and processes of its own.
/// </summary>
internal static class CompareRun
{
    private const string Begin = "<!-- measured: begin -->";
    private const string End = "<!-- measured: end -->";

    // Long: all measurements in their order.
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = CompareSettings.Parse(args);
        if (
            (settings.Runs("blocks") || settings.Runs("restart") || settings.Runs("tool") || settings.Runs("packets"))
            && (settings.HostNetwork is null || new FileInfo("/proc/self/ns/net").LinkTarget == settings.HostNetwork)
        )
        {
            await Console.Error.WriteLineAsync(
                "Blocks are measured in a network namespace of their own; start this by benchmarks/compare."
            );
            return 2;
        }

        List<string> text = [.. await Machine.DescribeAsync(), ""];
        Console.WriteLine(string.Join('\n', text));
        var failed = false;
        // First, while nothing else is in the firewall.
        await PartAsync(
            "restart",
            async () =>
            {
                using var restart = new RestartRun(settings);
                return await restart.RunAsync();
            }
        );
        await PartAsync("tool", () => new ToolRun(settings).RunAsync());
        await PartAsync(
            "blocks",
            async () =>
            {
                await using var blocks = new BlockRun(settings);
                return await blocks.RunAsync();
            }
        );
        await PartAsync("packets", () => new PacketRun(settings).RunAsync());
        await PartAsync("netlink", () => NetlinkAsync(settings));
        await PartAsync("intake", () => new IntakeRun(settings).RunAsync());
        await PartAsync("timers", () => new TimerRun(settings).RunAsync());
        await PartAsync("host", () => new HostRun(settings).RunAsync());
        await PartAsync("memory", () => new MemoryRun(settings).RunAsync());
        if (settings.Report is { } report && !failed)
        {
            var old = await File.ReadAllTextAsync(report);
            var (from, to) = (old.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, old.IndexOf(End, StringComparison.Ordinal));
            await File.WriteAllTextAsync(report, $"{old[..from]}\n{string.Join('\n', text).TrimEnd()}\n{old[to..]}");
        }

        return failed ? 1 : 0;

        async Task PartAsync(string name, Func<Task<IReadOnlyList<string>>> part)
        {
            if (!settings.Runs(name))
            {
                return;
            }

            try
            {
                await Console.Error.WriteLineAsync(name);
                IReadOnlyList<string> lines = [];
                var time = await Rounds.TimeAsync(async () => lines = await part());
                text.AddRange(lines);

                // At once: whatever hangs or is stopped later, these are known.
                Console.WriteLine(string.Join('\n', lines));
                await Console.Error.WriteLineAsync(Rounds.Text($"{name}: {time / 1000:0} s"));
            }
            catch (Exception e)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"{name}: {e}");
            }

            GC.Collect();
        }
    }

    /// <summary>The engine beside messages sent over a raw socket, in a network of its own again: it is a run of its own, too.</summary>
    private static async Task<IReadOnlyList<string>> NetlinkAsync(CompareSettings settings)
    {
        string[] arguments =
        [
            "-n",
            Environment.ProcessPath!,
            typeof(CompareRun).Assembly.Location,
            "engine",
            .. settings.Quick ? ["quick", "latency", "unblock"] : new[] { "latency", "sustained", "burst", "unblock" },
            "--inside",
        ];
        return
        [
            "### Beside raw netlink",
            "",
            "Raw: one thread that sends ready messages over an open socket and, for a line in a file, waits for the file and "
                + "scans the line.",
            "Garbage is collected as in the tool (docs/packages.md).",
            "",
            .. (await RawProgram.RunAsync("unshare", arguments)).TrimEnd().Split('\n'),
            "",
        ];
    }
}
