namespace ActiveResponse.Responders.Firewall;

/// <summary>What a batch did, entry by entry.</summary>
/// <param name="Adds">A result for each add, in their order.</param>
/// <param name="Removes">A result for each remove, in their order.</param>
public sealed record FirewallBatchResult(IReadOnlyList<ResponderResult> Adds, IReadOnlyList<ResponderResult> Removes);
