namespace ActiveResponse.Processes;

/// <summary>Conversation with one child. Once the run is abandoned, reads end and writes fail instead of waiting.</summary>
internal sealed class Conversation(Stream input, OutputCapture output, TimeProvider time, CancellationToken abandoned)
    : ICommandConversation
{
    private bool _inputClosed;

    public ValueTask<bool> WriteLineAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        var ended = new byte[line.Length + 1];
        line.Span.CopyTo(ended);
        ended[^1] = (byte)'\n';
        return WriteAsync(ended, cancellationToken);
    }

    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_inputClosed)
        {
            return false;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, abandoned);
        try
        {
            await input.WriteAsync(bytes, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader is gone (EPIPE): an expected answer.
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask<ConversationLine> ReadLineAsync(int maxBytes, TimeSpan within, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        using var late = new CancellationTokenSource(within, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(late.Token, abandoned, cancellationToken);
        while (true)
        {
            if (output.TakeLine(maxBytes, out var changed) is { } line)
            {
                return line;
            }

            await changed.WaitAsync(any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (any.IsCancellationRequested && !changed.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return new ConversationLine(abandoned.IsCancellationRequested ? LineStatus.EndOfOutput : LineStatus.TimedOut, default);
            }
        }
    }

    public void CloseInput()
    {
        _inputClosed = true;
        try
        {
            input.Dispose();
        }
        catch (IOException)
        {
            // Flushing a pipe that nobody reads.
        }
    }
}
