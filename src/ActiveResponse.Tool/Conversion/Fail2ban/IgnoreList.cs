using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>The addresses that jails ignore.</summary>
internal static class IgnoreList
{
    private static readonly char[] Blanks = [' ', ',', '\n', '\t', '\r'];

    /// <summary>The entries of <c>ignoreip</c>, addresses in canonical notation; null for one that can't be said.</summary>
    public static IEnumerable<(string Text, string? Entry)> Of(string? ignored) =>
        (ignored ?? "")
            .Split(Blanks, StringSplitOptions.RemoveEmptyEntries)
            .Select(static text => (text, AllowListEntry.TryParse(text, out var entry, out _) ? entry.Text : null));
}
