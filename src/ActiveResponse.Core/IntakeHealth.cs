namespace ActiveResponse;

/// <summary>Checks the alert sources.</summary>
internal sealed class IntakeHealth(AlertIntake intake) : IHealthSource
{
    public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HealthFinding>>([.. intake.Sources.Select(SourceHealth.Of)]);
}
