namespace ActiveResponse.Tool.Import;

/// <summary>Lines of a list of targets: what follows # at the beginning of a line or after a blank is a comment.</summary>
internal static class ListLines
{
    /// <summary>The target of a line; empty if it has none.</summary>
    public static string TargetOf(string line)
    {
        // A path may have the character within a word.
        var comment = Enumerable
            .Range(0, line.Length)
            .FirstOrDefault(at => line[at] == '#' && (at == 0 || char.IsWhiteSpace(line[at - 1])), line.Length);
        return line[..comment].Trim();
    }
}
