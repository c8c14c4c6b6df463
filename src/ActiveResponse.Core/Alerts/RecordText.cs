using System.Buffers.Text;

namespace ActiveResponse.Alerts;

/// <summary>Parses ASCII text in a record.</summary>
internal static class RecordText
{
    /// <summary>Strips a byte order mark and surrounding blanks, carriage returns and newlines.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> record, out int start)
    {
        start = record.StartsWith("\uFEFF"u8) ? 3 : 0;
        var end = record.Length;
        while (start < end && IsBlank(record[start]))
        {
            start++;
        }

        while (end > start && IsBlank(record[end - 1]))
        {
            end--;
        }

        return record[start..end];
    }

    /// <summary>Returns a rule id: digits only, up to 4,294,967,295; anything else is 0.</summary>
    public static uint RuleId(ReadOnlySpan<byte> text) => TryDigits(text, out var value) && value <= uint.MaxValue ? (uint)value : 0;

    /// <summary>Parses a text of digits only.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return !text.IsEmpty
            && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(text, out value, out var used)
            && used == text.Length;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
