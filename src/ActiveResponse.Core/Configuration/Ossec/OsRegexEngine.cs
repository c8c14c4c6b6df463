namespace ActiveResponse.Configuration.Ossec;

/// <summary>One way to run a compiled pattern.</summary>
internal abstract class OsRegexEngine
{
    /// <summary>Whether the pattern occurs in the text, and how many steps it took to tell.</summary>
    public abstract bool IsMatch(ReadOnlySpan<byte> utf8, out long steps);
}
