namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The firewalls that hold a block, as they are kept on record: names with a blank between them.</summary>
internal static class FirewallPlaces
{
    public static IReadOnlyList<string> Read(string? place) => place?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static string? Write(IEnumerable<string> names) => string.Join(' ', names.Distinct(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
}
