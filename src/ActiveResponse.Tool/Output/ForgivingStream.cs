namespace ActiveResponse.Tool.Output;

/// <summary>A standard stream that is written at once; what can't be written is dropped.</summary>
internal sealed class ForgivingStream : Stream
{
    private readonly Stream _output;

    /// <param name="descriptor">Its number.</param>
    /// <param name="open">Opens it.</param>
    public ForgivingStream(int descriptor, Func<Stream> open) => _output = StandardStreams.Open(descriptor, open);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _output.Write(buffer, offset, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody else could be told.
        }
    }

    public override void Flush()
    {
        // Nothing waits.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
