using System.Globalization;
using System.Text;

namespace ActiveResponse.Tool.Output;

/// <summary>Makes text from alerts, files and programs safe for terminals and JSON.</summary>
internal static class ToolText
{
    /// <summary>One line: control, format and unpaired characters as <c>\u…</c> escapes, bytes that aren't UTF-8 as <c>\xff</c>.</summary>
    public static string OneLine(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text ?? "";
        }

        var builder = new StringBuilder();
        foreach (var rune in WithBytes(text).EnumerateRunes())
        {
            if (
                Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.Surrogate
            )
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                builder.Append(rune);
            }
        }

        return builder.ToString();
    }

    /// <summary>Replaces bytes that aren't UTF-8 (kept as unpaired surrogates U+DC80–U+DCFF) by <c>\xff</c>.</summary>
    public static string WithBytes(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= '\uDC80' and <= '\uDCFF' && (i == 0 || !char.IsHighSurrogate(text[i - 1])))
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\x{text[i] - 0xDC00:x2}");
            }
            else
            {
                builder.Append(text[i]);
            }
        }

        return builder.ToString();
    }

    /// <summary>Converts bytes to text; those that aren't UTF-8 become <c>\xff</c>.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes)
    {
        var builder = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var read) == System.Buffers.OperationStatus.Done)
            {
                builder.Append(rune);
            }
            else
            {
                read = Math.Max(read, 1);
                foreach (var b in bytes[..read])
                {
                    builder.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
                }
            }

            bytes = bytes[read..];
        }

        return builder.ToString();
    }

    /// <summary>Formats a duration: <c>600 s</c>, <c>until lifted</c> for zero.</summary>
    public static string Timeout(TimeSpan timeout) =>
        timeout == TimeSpan.Zero ? "until lifted" : string.Create(CultureInfo.InvariantCulture, $"for {timeout.TotalSeconds:0.###} s");
}
