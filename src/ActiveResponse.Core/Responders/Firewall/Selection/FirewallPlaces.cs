namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>The firewalls that hold a block, as they are kept on record: names with a blank between them.</summary>
internal static class FirewallPlaces
{
    // Thousands of blocks in a row are in one place. An object, so that no thread sees half of it.
    private static Names? _last;

    public static IReadOnlyList<string> Read(string? place)
    {
        if (place is null)
        {
            return [];
        }

        var last = _last;
        if (last?.Place != place)
        {
            _last = last = new Names(place, place.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return last.All;
    }

    public static string? Write(IEnumerable<string> names) => string.Join(' ', names.Distinct(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;

    private sealed record Names(string Place, string[] All);
}
