namespace ActiveResponse.Tool.Fleet;

/// <summary>The fleet that <c>run</c> joins.</summary>
/// <param name="Url">The fleet's servers.</param>
/// <param name="CredentialsFile">This host's credentials.</param>
/// <param name="OrdersToAllPerMinute">The most new orders for all agents per minute; null for no limit.</param>
/// <param name="CanaryAgents">The number of agents to try such an order on first; null for none.</param>
internal sealed record FleetSettings(string Url, string CredentialsFile, int? OrdersToAllPerMinute = null, int? CanaryAgents = null);
