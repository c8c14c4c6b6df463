namespace ActiveResponse.Alerts;

/// <summary>
/// Syslog header before a JSON object, as <c>csyslogd</c> sends it (<c>&lt;132&gt;Aug  1 03:17:27 host ossec: {…}</c>), as a log daemon
/// stores it (no priority), or as in RFC 5424.
/// </summary>
internal static class SyslogHeader
{
    private const int LongestHeader = 1024;

    /// <summary>Returns where the JSON object after the header begins, or -1 if there is none.</summary>
    public static int FindObject(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || !LooksLikeHeader(line))
        {
            return -1;
        }

        // A brace inside RFC 5424's structured data doesn't follow a blank; 0xBF ends the byte order mark that may precede its message.
        var from = 0;
        while (true)
        {
            var header = line[from..Math.Min(line.Length, LongestHeader)];
            var brace = header.IndexOf((byte)'{');
            if (brace < 0)
            {
                return -1;
            }

            from += brace;
            if (from > 0 && line[from - 1] is (byte)' ' or (byte)':' or (byte)'\t' or 0xBF && line[^1] == '}')
            {
                return from;
            }

            from++;
        }
    }

    // <132>…, Aug  1 03:17:27 …, 2026-08-01T03:17:27Z …
    private static bool LooksLikeHeader(ReadOnlySpan<byte> line) =>
        line[0] == '<'
            ? line[1..].IndexOf((byte)'>') is > 0 and <= 3
            : line.Length > 16 && ((line[9] == ':' && line[12] == ':') || (line[4] == '-' && line[10] == 'T'));
}
