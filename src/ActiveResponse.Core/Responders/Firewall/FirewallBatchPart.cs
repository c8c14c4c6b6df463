namespace ActiveResponse.Responders.Firewall;

/// <summary>The changes of a batch for one run, and the places of their results.</summary>
/// <param name="Changes">The changes, each address once.</param>
/// <param name="Places">The index of each in the batch.</param>
internal readonly record struct FirewallBatchPart(IReadOnlyList<FirewallChange> Changes, IReadOnlyList<int> Places);
