using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>The bare connections in a process of their own: they share neither a heap nor open files with the agents.</summary>
internal sealed class BareProcess : IDisposable
{
    private readonly Process _process;

    private BareProcess(Process process) => _process = process;

    public static async Task<BareProcess> StartAsync(FleetRunSettings settings, string url, OrderSample sample)
    {
        var file = Path.Combine(settings.Scratch, "sample.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(sample));
        string[] arguments =
        [
            typeof(BareProcess).Assembly.Location,
            "fleet-bare",
            url,
            file,
            "--agents",
            settings.Agents.ToString(CultureInfo.InvariantCulture),
            "--blocks",
            settings.Blocks.ToString(CultureInfo.InvariantCulture),
            "--singles",
            settings.Singles.ToString(CultureInfo.InvariantCulture),
            "--scratch",
            settings.Scratch,
        ];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = new BareProcess(Process.Start(start)!);
        await process.AskAsync("memory");
        return process;
    }

    /// <summary>What that process does.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var settings = FleetRunSettings.Parse(args);
        var sample = JsonSerializer.Deserialize<OrderSample>(await File.ReadAllTextAsync(args[1]))!;
        var stage = await BareStage.StartAsync(settings, args[0], sample);
        await new SideCommands(stage, settings).ServeAsync();
        return 0;
    }

    public async Task<double[]> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the bare process ended");
        return [.. answer.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
