namespace ActiveResponse.Responders.Firewall;

/// <summary>Those changes of a batch that one run is about, and where their results belong.</summary>
/// <param name="Changes">The changes, each address once.</param>
/// <param name="Places">Where in the batch each of them stands.</param>
internal readonly record struct FirewallBatchPart(IReadOnlyList<FirewallChange> Changes, IReadOnlyList<int> Places);
