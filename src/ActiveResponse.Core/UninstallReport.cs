using System.Collections.Immutable;
using ActiveResponse.Execution;

namespace ActiveResponse;

/// <summary>Result of <see cref="ActiveResponseEngine.UninstallAsync"/>.</summary>
/// <param name="Lifts">Outcome of each effect.</param>
/// <param name="Firewalls">One finding per firewall: whether it is as it was found, or why not.</param>
public sealed record UninstallReport(ImmutableArray<ExecutedAction> Lifts, ImmutableArray<HealthFinding> Firewalls)
{
    /// <summary>Whether nothing of ours is left.</summary>
    public bool IsComplete => Firewalls.All(static firewall => firewall.IsFine) && Lifts.All(static lift => lift.IsLifted());
}
