using ActiveResponse.Benchmarks.Compare;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>
/// Measures how cost grows with blocks, responses and agents, and draws it. Started by <c>benchmarks/growth</c>, which gives it a network
/// and processes of its own.
/// </summary>
internal static class GrowthRun
{
    public static async Task<int> RunAsync(string[] args)
    {
        GrowthSettings settings;
        try
        {
            settings = GrowthSettings.Parse(args);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync($"growth: {e.Message}");
            return 2;
        }

        return await RunAsync(settings);
    }

    private static async Task<int> RunAsync(GrowthSettings settings)
    {
        var file = settings.Docs is { } docs ? Path.Combine(docs, "growth", "figures.csv") : "";
        var figures = GrowthFigures.Read(file);
        var failed = false;
        if (!settings.Draws)
        {
            await PartAsync("blocks", measured => new BlockGrowth(settings, measured).RunAsync());
            await PartAsync("starts", measured => new BlockGrowth(settings, measured).StartsAsync());
            await PartAsync("responses", measured => new ResponseGrowth(settings, measured).RunAsync());
            await PartAsync("agents", measured => new AgentGrowth(settings, measured).RunAsync());
        }

        if (settings.Docs is { } folder)
        {
            figures.Write(file);
            await GrowthPage.WriteAsync(folder, figures);
        }

        return failed ? 1 : 0;

        async Task PartAsync(string name, Func<GrowthFigures, Task> part)
        {
            if (!settings.Runs(name))
            {
                return;
            }

            var measured = new GrowthFigures();
            try
            {
                var machine = await Machine.DescribeAsync();
                await Console.Error.WriteLineAsync(Rounds.Text($"{name}: {await Rounds.TimeAsync(() => part(measured)) / 1000:0} s"));
                figures.Replace(name, machine, measured);
            }
            catch (Exception e)
            {
                // The other parts don't need it. Half a curve beside an older half would say nothing.
                failed = true;
                await Console.Error.WriteLineAsync($"growth: {name} failed, its earlier figures stay: {e}");
            }
        }
    }
}
