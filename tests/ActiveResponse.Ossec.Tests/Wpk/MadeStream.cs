namespace ActiveResponse.Ossec.Tests.Wpk;

/// <summary>A stream of a beginning and then one byte many times, which never waits; or fails after its beginning.</summary>
internal sealed class MadeStream(byte[] begin, long more, byte filler, bool fails = false) : Stream
{
    public long Taken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (Taken < begin.Length)
        {
            var count = Math.Min(buffer.Length, begin.Length - (int)Taken);
            begin.AsSpan((int)Taken, count).CopyTo(buffer);
            Taken += count;
            return count;
        }

        if (fails)
        {
            throw new IOException("the disk is gone");
        }

        var rest = (int)Math.Min(buffer.Length, more - (Taken - begin.Length));
        buffer[..rest].Fill(filler);
        Taken += rest;
        return rest;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
