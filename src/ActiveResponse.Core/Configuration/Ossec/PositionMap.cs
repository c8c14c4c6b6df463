namespace ActiveResponse.Configuration.Ossec;

/// <summary>Converts byte offsets to lines and columns.</summary>
internal sealed class PositionMap
{
    private readonly List<int> _lineStarts = [0];

    public PositionMap(ReadOnlySpan<byte> content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            var newline = content[i..].IndexOf((byte)'\n');
            if (newline < 0)
            {
                break;
            }

            i += newline;
            _lineStarts.Add(i + 1);
        }
    }

    /// <summary>Returns line and column in bytes, both from 1.</summary>
    public (int Line, int Column) At(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        index = index < 0 ? ~index - 1 : index;
        return (index + 1, offset - _lineStarts[index] + 1);
    }
}
