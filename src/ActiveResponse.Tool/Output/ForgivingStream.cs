namespace ActiveResponse.Tool.Output;

/// <summary>An unbuffered standard stream that drops what can't be written.</summary>
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
            // There is no one else to report to.
        }
    }

    public override void Flush()
    {
        // Nothing is buffered.
    }
}
