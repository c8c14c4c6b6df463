using System.Globalization;
using ActiveResponse.Crash.Tests.Support;

namespace ActiveResponse.Crash.Tests;

public sealed class CrashSuite(ITestOutputHelper output)
{
    private const int KillsByDefault = 40;

    [Fact]
    public async Task Whatever_is_killed_nothing_is_lost_leaked_doubled_or_skipped()
    {
        var kills = Number("ACTIVE_RESPONSE_CRASH_KILLS", KillsByDefault);
        var seed = Number("ACTIVE_RESPONSE_CRASH_SEED", Random.Shared.Next());
        using var lab = await CrashLab.MakeAsync();
        var run = new CrashRun(lab, seed);
        try
        {
            while (run.Total < kills)
            {
                await run.RoundAsync();
            }

            await run.EndAsync();
        }
        finally
        {
            output.WriteLine($"seed {seed}: {run.Total} kills, {run.Checks} checks, {run.Alerts} alerts");
            foreach (var (step, count) in run.Kills)
            {
                output.WriteLine($"{count.ToString(CultureInfo.InvariantCulture).PadLeft(6)} {step}");
            }
        }

        run.Kills.Keys.Should().Contain([.. CrashRun.Main, "random"]);
        run.Checks.Should().BeGreaterThan(kills / 4, "most lives after a kill come to rest and are looked at");
    }

    internal static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
