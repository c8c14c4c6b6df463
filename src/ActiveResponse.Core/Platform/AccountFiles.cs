namespace ActiveResponse.Platform;

/// <summary>The local account files, up to a sane length. Accounts from elsewhere (e.g. LDAP) aren't in them.</summary>
internal static class AccountFiles
{
    private const int MaxLines = 100_000;

    public static List<string> Users => Lines("/etc/passwd");

    public static List<string> Groups => Lines("/etc/group");

    /// <summary>The fields of each line that has at least this many.</summary>
    public static List<string[]> Fields(IEnumerable<string> lines, int atLeast) =>
        [.. lines.Select(static line => line.Split(':')).Where(parts => parts.Length >= atLeast)];

    public static bool Is(string text, uint number) => uint.TryParse(text, out var value) && value == number;

    /// <summary>The members of a group's line.</summary>
    public static string[] MembersOf(string[] group) =>
        group[3].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> Lines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Take(MaxLines)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
