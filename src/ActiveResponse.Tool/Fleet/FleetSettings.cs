namespace ActiveResponse.Tool.Fleet;

/// <summary>The fleet that <c>run</c> is to join.</summary>
/// <param name="Url">Its servers.</param>
/// <param name="CredentialsFile">Who this host is there.</param>
internal sealed record FleetSettings(string Url, string CredentialsFile);
