using System.Globalization;
using System.Text;

namespace ActiveResponse.Responders;

/// <summary>Reads and writes the places of recorded effects, separated by blanks: each is a kind of responder and, after a colon, which one
/// of that kind.</summary>
/// <remarks>E.g. <c>nftables:inet/active_response</c> or <c>host-deny:/etc/hosts.deny</c>. Records of early versions name firewalls by
/// their kind alone.</remarks>
public static class EffectPlaces
{
    /// <summary>Recorded before a firewall is chosen: the effect may be in any.</summary>
    internal const string AnyFirewall = "*";

    /// <summary>The name of a place, escaped for a record.</summary>
    /// <param name="place">The kind and, after a colon, which one; any text.</param>
    public static string NameOf(string place)
    {
        if (!place.Any(static c => MustBeEscaped(c)))
        {
            return place;
        }

        var name = new StringBuilder(place.Length + 8);
        foreach (var c in place)
        {
            _ = MustBeEscaped(c) ? name.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}") : name.Append(c);
        }

        return name.ToString();
    }

    /// <summary>The places a record names; none if it has none, or none was chosen yet.</summary>
    /// <param name="recorded">The recorded text, or null.</param>
    public static IReadOnlyList<string> Read(string? recorded)
    {
        if (recorded is null or AnyFirewall)
        {
            return [];
        }

        return recorded.Contains(' ', StringComparison.Ordinal)
            ? [.. recorded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static name => name != AnyFirewall)]
            : [recorded];
    }

    /// <summary>The places as recorded, each once; null for none.</summary>
    /// <param name="names">Their names, made by <see cref="NameOf"/>.</param>
    public static string? Write(IEnumerable<string> names) =>
        string.Join(' ', names.Distinct(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;

    /// <summary>The places of two records together.</summary>
    internal static string? Join(string? one, string? other)
    {
        if (one is null || one == other)
        {
            return other;
        }

        return other is null ? one : Write([.. one.Split(' '), .. other.Split(' ')]);
    }

    /// <summary>The kind of responder a place belongs to.</summary>
    internal static string KindOf(string place) =>
        place.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? place[..colon] : place;

    /// <summary>Whether a recorded place is this one; a kind alone matches any place of that kind.</summary>
    /// <param name="recorded">The recorded name.</param>
    /// <param name="place">The name of this place.</param>
    public static bool IsSame(string recorded, string place) =>
        place.StartsWith(recorded, StringComparison.Ordinal) && (place.Length == recorded.Length || place[recorded.Length] == ':');

    /// <summary>Whether the places of two records may overlap.</summary>
    internal static bool Overlap(string? one, string? other)
    {
        if (one is null || other is null || one == other)
        {
            return true;
        }

        var (names, others) = (Read(one), Read(other));
        return names.Count == 0 || others.Count == 0 || names.Any(name => others.Any(place => IsSame(name, place) || IsSame(place, name)));
    }

    /// <summary>Places for an operator; null if a record names none.</summary>
    /// <param name="recorded">The recorded text, or null.</param>
    public static string? Describe(string? recorded) =>
        Read(recorded) is { Count: > 0 } names ? string.Join(" and ", names.Select(DescribeOne)) : null;

    private static string DescribeOne(string name) =>
        name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? $"{name[..colon]} {Uri.UnescapeDataString(name[(colon + 1)..])}"
            : name;

    private static bool MustBeEscaped(char c) => c is ' ' or '%' or '*' || char.IsControl(c);
}
