namespace ActiveResponse.Alerts;

/// <summary>What a line can be told to be without reading it.</summary>
internal static class AlertLine
{
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty || line.SequenceEqual("\r"u8);

    /// <summary>Whether a line that stands behind a block can still be an alert: a JSON object, with or without a syslog priority before it.</summary>
    public static bool IsCandidate(ReadOnlySpan<byte> line) =>
        line.StartsWith("{"u8) || (line.Length > 1 && line[0] == '<' && char.IsAsciiDigit((char)line[1]));

    /// <summary>Whether a line whose end isn't known yet may become the header of a block.</summary>
    public static bool MayBeHeader(ReadOnlySpan<byte> line)
    {
        var header = "** Alert "u8;
        return line.Length < header.Length ? header.StartsWith(line) : line.StartsWith(header);
    }
}
