namespace ActiveResponse.Configuration.Ossec;

/// <summary>Skips the rest of a comment, after <c>&lt;!</c>.</summary>
internal static class XmlComment
{
    /// <summary>Reads up to <c>--&gt;</c> or <c>!&gt;</c>; false at the end of the file.</summary>
    public static bool SkipRest(XmlByteSource source)
    {
        int c;
        while ((c = source.Read()) != XmlByteSource.End)
        {
            if (c == '!')
            {
                var next = source.ReadUncounted();
                if (next == '>')
                {
                    return true;
                }

                source.PutBack(next);
            }
            else if (c == '-' && EndsAfterDash(source))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsAfterDash(XmlByteSource source)
    {
        var next = source.Read();
        if (next == '-')
        {
            next = source.ReadUncounted();
            if (next == '>')
            {
                return true;
            }

            // Put back twice, as the daemons do: the byte after two dashes is read twice.
            source.PutBack(next);
        }

        source.PutBack(next);
        return false;
    }
}
