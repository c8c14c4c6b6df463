using System.Collections.Immutable;
using System.Text;

namespace ActiveResponse.Planning;

/// <summary>What tells effects on the same address, user and file apart.</summary>
internal static class SubjectKeys
{
    private const char Order = '#';

    /// <summary>Stands for one order, until its script has named the effect, or for good where nothing names it.</summary>
    /// <param name="id">What no other order has.</param>
    public static string OfOrder(string id) => Order + id;

    /// <summary>Whether they stand for one order.</summary>
    public static bool IsOfOrder(string? keys) => keys is [Order, ..];

    /// <summary>The keys that a script has named, as one text that says where each ends; null when they name nothing.</summary>
    /// <remarks>A script that finds no target names no keys, or empty ones: taken as a name, they would make one effect of all
    /// targets.</remarks>
    public static string? OfNames(ImmutableArray<string> names) =>
        names.IsDefaultOrEmpty || names.All(string.IsNullOrWhiteSpace) ? null : string.Join(' ', names.Select(Escaped));

    /// <summary>The other parts of a subject, and the keys where those don't say the same.</summary>
    public static string Beside(string parts, string keys) =>
        parts == "-" ? keys
        : parts.Split(' ').Contains(keys) ? parts
        : $"{parts} {keys}";

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
