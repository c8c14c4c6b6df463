namespace ActiveResponse.Tool.Fleet;

/// <summary>The fleet that <c>run</c> is to join.</summary>
/// <param name="Url">Its servers.</param>
/// <param name="CredentialsFile">Who this host is there.</param>
/// <param name="OrdersToAllPerMinute">How many new orders for all it gives in a minute; null for no limit.</param>
/// <param name="CanaryAgents">On how many agents it tries such an order first; null for none.</param>
internal sealed record FleetSettings(string Url, string CredentialsFile, int? OrdersToAllPerMinute = null, int? CanaryAgents = null);
