namespace ActiveResponse.Tool.Fleet;

/// <summary>The fleet that <c>run</c> is to join.</summary>
/// <param name="Url">Its servers.</param>
/// <param name="CredentialsFile">Who this host is there.</param>
/// <param name="OrdersToAllPerMinute">How many new orders for all it gives in a minute; null for no limit.</param>
internal sealed record FleetSettings(string Url, string CredentialsFile, int? OrdersToAllPerMinute = null);
