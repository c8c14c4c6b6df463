using System.Collections.Immutable;
using ActiveResponse.Execution;

namespace ActiveResponse;

/// <summary>What became of taking everything back: see <see cref="ActiveResponseEngine.UninstallAsync"/>.</summary>
/// <param name="Lifts">The outcome for each effect.</param>
/// <param name="Firewalls">One for each firewall: whether it is as it was found, or why not.</param>
public sealed record UninstallReport(ImmutableArray<ExecutedAction> Lifts, ImmutableArray<HealthFinding> Firewalls)
{
    /// <summary>Whether nothing of ours is left.</summary>
    public bool IsComplete => Firewalls.All(static firewall => firewall.IsFine) && Lifts.All(static lift => lift.IsReverted());
}
