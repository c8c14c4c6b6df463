namespace ActiveResponse.Configuration.Ossec;

/// <summary>Runs a compiled pattern.</summary>
internal abstract class OsRegexEngine
{
    /// <summary>Whether the pattern occurs in the text, and the number of steps needed.</summary>
    public abstract bool IsMatch(ReadOnlySpan<byte> utf8, out long steps);
}
