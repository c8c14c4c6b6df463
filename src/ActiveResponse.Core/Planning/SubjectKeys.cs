using System.Collections.Immutable;
using System.Text;

namespace ActiveResponse.Planning;

/// <summary>Keys that distinguish effects with the same address, user and file.</summary>
internal static class SubjectKeys
{
    private const char Order = '#';

    /// <summary>Returns a key for one order, until its script names the effect, or for good if nothing does.</summary>
    /// <param name="id">Unique id of the order.</param>
    public static string OfOrder(string id) => Order + id;

    /// <summary>Whether the keys stand for a single order.</summary>
    public static bool IsOfOrder(string? keys) => keys is [Order, ..];

    /// <summary>Joins the keys a script named unambiguously; null if all are empty.</summary>
    /// <remarks>
    /// A script that finds no target names no keys or empty ones; as a name, they would merge all targets into one effect.
    /// </remarks>
    public static string? OfNames(ImmutableArray<string> names) =>
        names.IsDefaultOrEmpty || names.All(string.IsNullOrWhiteSpace) ? null : string.Join(' ', names.Select(Escaped));

    /// <summary>Returns the other parts of a subject, followed by the keys if they differ.</summary>
    public static string Beside(string parts, string keys)
    {
        if (parts == "-")
        {
            return keys;
        }

        return parts.Split(' ').Contains(keys) ? parts : $"{parts} {keys}";
    }

    private static string Escaped(string name)
    {
        if (name.Length == 0)
        {
            return "%";
        }

        if (name[0] != Order && !name.Any(MustBeEscaped))
        {
            return name;
        }

        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            _ =
                MustBeEscaped(c) || (c == Order && text.Length == 0)
                    ? text.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{(int)c:X2}")
                    : text.Append(c);
        }

        return text.ToString();
    }

    private static bool MustBeEscaped(char c) => c is ' ' or '%' || char.IsControl(c);
}
