using System.Collections.Immutable;

namespace ActiveResponse.Nats;

/// <summary>A host that may connect to a fleet's server.</summary>
/// <param name="PublicKey">The public key it connects with.</param>
/// <param name="AgentId">The agent's id; null for an issuer.</param>
/// <param name="Labels">The labels whose orders the agent may read.</param>
public sealed record FleetServerUser(string PublicKey, string? AgentId, ImmutableArray<string> Labels);
