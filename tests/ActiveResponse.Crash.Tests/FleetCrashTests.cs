using System.Globalization;
using ActiveResponse.Crash.Tests.Fleet;

namespace ActiveResponse.Crash.Tests;

/// <summary>A fleet whose hosts and server are killed: packet filters, records and orders are held against a model.</summary>
public sealed class FleetCrashTests(ITestOutputHelper output)
{
    private const int KillsByDefault = 6;

    [Fact]
    public async Task An_agent_killed_around_applying_or_lifting_has_each_block_once_and_goes_on()
    {
        using var lab = await FleetLab.MakeAsync();
        using var run = new FleetRun(lab, Random.Shared.Next());
        await run.RestAsync();

        foreach (var step in FleetRun.Orders.Take(3))
        {
            await run.KillAgentAsync(FleetConfig.First, step);
        }

        await run.RestAsync();
        await run.KillAgentAndLiftAsync(FleetConfig.First, FleetRun.Orders[0]);
        await run.RestAsync();
        await run.KillAgentInLiftAsync(FleetConfig.First, FleetRun.Lifts[0]);
        await run.RestAsync();
    }

    [Fact]
    public async Task An_issuer_killed_around_publishing_publishes_in_its_next_run_and_orders_nothing_twice()
    {
        using var lab = await FleetLab.MakeAsync();
        using var run = new FleetRun(lab, Random.Shared.Next());
        await run.RestAsync();

        await run.KillIssuerBetweenAsync();
        await run.RestAsync();
        foreach (var step in FleetRun.Issues.Take(2))
        {
            await run.KillIssuerAsync(step);
            await run.RestAsync();
        }
    }

    [Fact]
    public async Task Whoever_is_killed_in_a_fleet_nothing_is_lost_leaked_or_doubled()
    {
        var kills = CrashSuite.Number("ACTIVE_RESPONSE_FLEET_KILLS", KillsByDefault);
        var seed = CrashSuite.Number("ACTIVE_RESPONSE_CRASH_SEED", Random.Shared.Next());
        using var lab = await FleetLab.MakeAsync();
        using var run = new FleetRun(lab, seed);
        try
        {
            await run.RestAsync();
            while (run.Total < kills)
            {
                await run.RoundAsync();
            }
        }
        finally
        {
            output.WriteLine($"seed {seed}: {run.Total} kills, {run.Checks} checks, {run.Alerts} alerts");
            foreach (var (step, count) in run.Kills)
            {
                output.WriteLine($"{count.ToString(CultureInfo.InvariantCulture).PadLeft(6)} {step}");
            }
        }

        foreach (var role in new[] { "agent ", "issuer ", "broker " })
        {
            run.Kills.Keys.Should().Contain(step => step.StartsWith(role, StringComparison.Ordinal));
        }

        run.Checks.Should().BeGreaterThan(kills / 4, "all is looked at after each round");
    }
}
