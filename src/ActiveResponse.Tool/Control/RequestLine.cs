namespace ActiveResponse.Tool.Control;

/// <summary>Reads one line of limited length.</summary>
internal static class RequestLine
{
    /// <summary>The bytes up to the first line feed or the end; more than <paramref name="max"/> if the line is longer.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int max, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, max + 1));
            }

            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            var end = buffer.AsSpan(length, count).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return buffer.AsMemory(0, length + end);
            }

            length += count;
            if (count == 0 || length > max)
            {
                return buffer.AsMemory(0, length);
            }
        }
    }
}
