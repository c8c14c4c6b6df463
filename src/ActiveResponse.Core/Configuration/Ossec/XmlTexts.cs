using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Makes the names and values of a file. One that was read shortly before isn't made again: files repeat few of them.</summary>
internal sealed class XmlTexts
{
    private const int Places = 256;
    private const int LongestKept = 32;

    private readonly string?[] _latest = new string?[Places];

    /// <summary>Returns the text of a C string, up to the first NUL.</summary>
    public string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestKept)
        {
            return LosslessText.DecodeCString(bytes);
        }

        ref var latest = ref _latest[PlaceOf(bytes)];
        return latest is not null && Ascii.Equals(bytes, latest) ? latest : latest = LosslessText.DecodeCString(bytes);
    }

    private static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        var hash = (uint)bytes.Length;
        foreach (var b in bytes)
        {
            hash = (hash * 31) + b;
        }

        return (int)(hash % Places);
    }
}
