namespace ActiveResponse.Reconciliation;

/// <summary>Brings host and record in line: at start, at intervals, and when effects are due.</summary>
internal sealed class HostReconciler(EffectReverts reverts, StartupRecovery recovery, DriftWatch drift)
{
    /// <summary>Recovers what an earlier run left, and starts timers and checks.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        reverts.Start();
        await recovery.RunAsync(cancellationToken).ConfigureAwait(false);
        await reverts.RebuildAsync(cancellationToken).ConfigureAwait(false);
        drift.Start();
    }

    /// <summary>Stops checking; effects are still reverted when due.</summary>
    public Task StopAsync() => drift.StopAsync();
}
