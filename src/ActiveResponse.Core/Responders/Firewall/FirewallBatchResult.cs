namespace ActiveResponse.Responders.Firewall;

/// <summary>The results of a batch.</summary>
/// <param name="Adds">A result for each add, in order.</param>
/// <param name="Removes">A result for each remove, in order.</param>
public sealed record FirewallBatchResult(IReadOnlyList<ResponderResult> Adds, IReadOnlyList<ResponderResult> Removes);
