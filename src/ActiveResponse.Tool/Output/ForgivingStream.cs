namespace ActiveResponse.Tool.Output;

/// <summary>A standard stream that is written at once; what can't be written is dropped.</summary>
internal sealed class ForgivingStream : WriteOnlyStream
{
    private readonly Stream _output;

    /// <param name="descriptor">Its number.</param>
    /// <param name="open">Opens it.</param>
    public ForgivingStream(int descriptor, Func<Stream> open) => _output = StandardStreams.Open(descriptor, open);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _output.Write(buffer);
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
}
