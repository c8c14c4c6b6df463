namespace ActiveResponse;

/// <summary>Checks the engine's health, and changes nothing but a mark in the store.</summary>
internal sealed class EngineHealth(IReadOnlyList<IHealthSource> checks)
{
    /// <summary>Runs all checks, one after the other.</summary>
    public async Task<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var findings = new List<HealthFinding>();
        foreach (var check in checks)
        {
            findings.AddRange(await check.CheckAsync(cancellationToken).ConfigureAwait(false));
        }

        return new HealthReport([.. findings]);
    }
}
