namespace ActiveResponse.Alerts;

/// <summary>Classifies a line without parsing it.</summary>
internal static class AlertLine
{
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty || line.SequenceEqual("\r"u8);

    /// <summary>Whether a line after a block can be an alert: a JSON object, with or without a syslog priority.</summary>
    public static bool IsCandidate(ReadOnlySpan<byte> line) =>
        line.StartsWith("{"u8) || (line.Length > 1 && line[0] == '<' && char.IsAsciiDigit((char)line[1]));
}
