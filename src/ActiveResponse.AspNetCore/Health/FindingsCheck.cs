using ActiveResponse.AspNetCore.Views;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActiveResponse.AspNetCore.Health;

/// <summary>One look at the engine's health for all checks.</summary>
internal sealed class SharedReport(ActiveResponseEngine engine, TimeProvider clock)
{
    private readonly Remembered<HealthReport> _report = new(token => engine.CheckHealthAsync(token), TimeSpan.FromSeconds(5), clock);

    public ValueTask<HealthReport> GetAsync(CancellationToken cancellationToken) => _report.GetAsync(cancellationToken);
}

/// <summary>Reports some findings of the engine as one check.</summary>
/// <param name="shared">The report.</param>
/// <param name="area">Which findings.</param>
internal sealed class FindingsCheck(SharedReport shared, CheckArea area) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var report = await shared.GetAsync(cancellationToken).ConfigureAwait(false);
        var findings = report.Findings.Where(finding => CheckAreas.Of(finding.Check) == area).ToList();
        var wrong = findings.Where(static finding => !finding.IsFine).ToList();
        var data = findings.GroupBy(static finding => finding.Check).ToDictionary(static found => found.Key, DetailOf);
        return wrong.Count == 0
            ? HealthCheckResult.Healthy("in order", data)
            : new HealthCheckResult(
                context.Registration.FailureStatus,
                string.Join("; ", wrong.Select(static finding => $"{finding.Check}: {finding.Detail}")),
                exception: null,
                data
            );
    }

    private static object DetailOf(IGrouping<string, HealthFinding> findings) =>
        string.Join("; ", findings.Select(static finding => finding.Detail));
}

/// <summary>What a check is about.</summary>
internal enum CheckArea
{
    Store,
    Firewalls,
    Sources,
    Blocks,
}

/// <summary>Sorts findings into checks.</summary>
internal static class CheckAreas
{
    public static CheckArea Of(string check)
    {
        if (check == "store")
        {
            return CheckArea.Store;
        }

        if (check.StartsWith("firewall", StringComparison.Ordinal) || check.StartsWith("place ", StringComparison.Ordinal))
        {
            return CheckArea.Firewalls;
        }

        return check.StartsWith("source ", StringComparison.Ordinal) ? CheckArea.Sources : CheckArea.Blocks;
    }
}
