namespace ActiveResponse.Configuration.Ossec;

/// <summary>Walks a Wazuh pattern over a text as Wazuh 4 does, with all its omissions.</summary>
/// <remarks>
/// <para> Bytes are characters, and case is ASCII. The walk tries one path through the pattern, saves at most four places to return to, and
/// stops at the end of the text without returning to them. So <c>\w+x$</c> isn't found in <c>axx</c>. Further effects: <c>$</c> alone
/// matches only the empty text; of two parentheses in a row the second is a plain character; an empty pattern matches everything. </para>
/// <para> Deliberately different: backtracking can cost Wazuh far more than text times pattern. Here the walk ends after
/// <see cref="Patience"/> times that, without a match. A byte outside ASCII in the pattern matches itself, as in a build where C's
/// <c>char</c> is unsigned (ARM); on x86 it matches nothing. </para>
/// </remarks>
internal sealed class OsRegexWalk : OsRegexEngine
{
    /// <summary>Maximum number of steps, per character of the text times characters of the pattern.</summary>
    internal const int Patience = 256;

    private readonly OsRegexBranch[] _branches;

    private OsRegexWalk(OsRegexBranch[] branches) => _branches = branches;

    /// <summary>Creates the engine, or null for a pattern that Wazuh refuses.</summary>
    public static OsRegexWalk? Compile(ReadOnlySpan<byte> pattern)
    {
        if (pattern.Length > 20480)
        {
            return null;
        }

        var branches = new List<OsRegexBranch>();
        while (true)
        {
            if (!TryFindEnd(pattern, out var end))
            {
                return null;
            }

            branches.Add(OsRegexBranch.Parse(pattern[..end]));
            if (end == pattern.Length)
            {
                return new OsRegexWalk([.. branches]);
            }

            pattern = pattern[(end + 1)..];
        }
    }

    /// <inheritdoc/>
    public override bool IsMatch(ReadOnlySpan<byte> utf8, out long steps)
    {
        steps = 0;
        foreach (var branch in _branches)
        {
            var path = new OsRegexPath(branch, utf8);
            var matched = path.Walk(Patience * (utf8.Length + 1L) * (branch.Elements.Length + 1L));
            steps += path.Steps;
            if (matched)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the end of the first branch; false if an escape is unknown or parentheses are unpaired or nested.</summary>
    private static bool TryFindEnd(ReadOnlySpan<byte> pattern, out int end)
    {
        var inParentheses = false;
        for (end = 0; end < pattern.Length; end++)
        {
            switch (pattern[end])
            {
                case (byte)'\\':
                    if (++end == pattern.Length || !OsRegexBranch.IsEscape(pattern[end]))
                    {
                        return false;
                    }

                    break;
                case (byte)'(' when inParentheses:
                case (byte)')' when !inParentheses:
                    return false;
                case (byte)'(' or (byte)')':
                    inParentheses = !inParentheses;
                    break;
                case (byte)'|':
                    return !inParentheses;
            }
        }

        return !inParentheses;
    }
}
