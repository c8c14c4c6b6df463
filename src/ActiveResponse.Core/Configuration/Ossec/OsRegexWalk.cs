namespace ActiveResponse.Configuration.Ossec;

/// <summary>Walks a Wazuh pattern over a text the way Wazuh 4 does, with all that it overlooks.</summary>
/// <remarks>
/// <para>
/// Bytes are characters and case is ASCII. The walk tries one way through the pattern, remembers at most four places to return to, and ends
/// with the text: it then doesn't go back to what it remembered. So <c>\w+x$</c> is not found in <c>axx</c>. Some more that shows: <c>$</c>
/// alone matches only the empty text; of two parentheses in a row the second is a plain character; the pattern of no characters matches
/// all.
/// </para>
/// <para>
/// Deliberately different: going back can cost Wazuh far more than text times pattern. Here the walk ends after <see cref="Patience"/>
/// times that, without a match. A byte outside of ASCII in the pattern matches itself, as in a build where C's <c>char</c> has no sign
/// (ARM); on x86 it matches nothing.
/// </para>
/// </remarks>
internal sealed class OsRegexWalk : OsRegexEngine
{
    /// <summary>How many steps are allowed for each character of the text and each of the pattern, multiplied.</summary>
    internal const int Patience = 256;

    private readonly OsRegexBranch[] _branches;

    private OsRegexWalk(OsRegexBranch[] branches) => _branches = branches;

    /// <summary>The engine, or null for a pattern that Wazuh refuses.</summary>
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

    /// <summary>Finds the end of the first branch; false where an escape is unknown or parentheses don't pair up without nesting.</summary>
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
