namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>A zone or a set of one of firewalld's two configurations.</summary>
/// <param name="Name">The name; null for the default zone.</param>
/// <param name="IsPermanent">Whether the permanent configuration is meant, not the one in force.</param>
internal readonly record struct FirewalldPlace(string? Name, bool IsPermanent);
