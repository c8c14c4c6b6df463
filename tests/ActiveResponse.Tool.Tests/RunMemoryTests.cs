using System.Globalization;
using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class RunMemoryTests
{
    private const int Blocks = 30_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Long: one scenario from start to end.
    [Fact]
    public async Task A_start_with_many_blocks_takes_little_and_gives_it_back()
    {
        Assert.SkipUnless(
            BuiltTool.IsNative,
            "What the .NET runtime takes for itself hides what is given back; the native program shows it."
        );
        using var folder = new Folder();
        var config = folder.Write("ossec.conf", Inputs.Config(36_000));
        var alerts = folder.Write(
            "alerts.json",
            string.Concat(
                Enumerable
                    .Range(0, Blocks)
                    .Select(static n => Inputs.Alert(string.Create(CultureInfo.InvariantCulture, $"198.18.{n >> 8}.{n & 255}"), n))
            )
        );
        string[] line =
        [
            "run",
            "--config",
            config,
            "--alerts",
            alerts,
            "--firewall",
            "nftables",
            "--state",
            folder.File("state.db"),
            "--control",
            "none",
            "--from-start",
        ];
        using (var lost = new NetworkNamespace())
        {
            using var first = ToolProcess.StartIn(lost, line);
            await first.LinesAsync(Blocks);
            first.Terminate();
            (await first.ExitAsync()).Should().Be(0, first.ErrorText);
        }

        using var space = new NetworkNamespace();
        using var tool = ToolProcess.StartIn(space, line);
        await tool.LinesAsync(Blocks);

        // All of them held at once on their way would be 200.
        tool.MiB("VmHWM").Should().BeLessThan(120);

        // It looks for a moment without work, which no line of its output tells. What the kernel has mapped of the program itself it may
        // drop at any time, and is left out.
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (tool.MiB("RssAnon") > 34)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        space.Ruleset.Should().Contain("198.18.117.47 timeout");
    }
}
