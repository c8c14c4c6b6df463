using System.Globalization;

namespace ActiveResponse.Tool.Output;

/// <summary>The prefixes that give lines their priority in systemd's journal; none where a line goes elsewhere.</summary>
internal static class Journal
{
    /// <summary>Records or blocks were lost.</summary>
    public const int Critical = 2;

    /// <summary>Something can't be done.</summary>
    public const int Error = 3;

    /// <summary>Somebody should look.</summary>
    public const int Warning = 4;

    /// <summary>Something was done to someone.</summary>
    public const int Notice = 5;

    /// <summary>All else.</summary>
    public const int Information = 6;

    private static readonly bool IsOfOutput = IsJournal(1);
    private static readonly bool IsOfError = IsJournal(2);

    /// <summary>The prefix for a line of standard output.</summary>
    public static string OnOutput(int priority) => IsOfOutput ? PrefixOf(priority) : "";

    /// <summary>The prefix for a line of standard error.</summary>
    public static string OnError(int priority) => IsOfError ? PrefixOf(priority) : "";

    /// <summary>Whether a descriptor is the journal's socket.</summary>
    /// <param name="variable"><c>JOURNAL_STREAM</c>: its device and inode, <c>9:12345</c>. Programs that a service starts inherit it,
    /// wherever their streams go.</param>
    /// <param name="link">What the descriptor leads to, <c>socket:[12345]</c>.</param>
    public static bool Leads(string? variable, string? link) =>
        variable?.Split(':') is [_, { Length: > 0 } inode] && link == $"socket:[{inode}]";

    private static string PrefixOf(int priority) => string.Create(CultureInfo.InvariantCulture, $"<{priority}>");

    private static bool IsJournal(int descriptor)
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not { Length: > 0 } variable)
        {
            return false;
        }

        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");
            return Leads(variable, new FileInfo(path).LinkTarget);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
