using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Testing;

/// <summary>A conversation that follows a <see cref="FakeCommandAnswer"/>.</summary>
internal sealed class FakeConversation(FakeCommandAnswer answer, FakeCommandCall call) : ICommandConversation
{
    private int _next;
    private bool _inputClosed;

    public ValueTask<bool> WriteLineAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_inputClosed || !answer.ReadsInput)
        {
            return ValueTask.FromResult(false);
        }

        call.Write(line);
        return ValueTask.FromResult(true);
    }

    public ValueTask<ConversationLine> ReadLineAsync(int maxBytes, TimeSpan within, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_next >= answer.Lines.Length)
        {
            return ValueTask.FromResult(new ConversationLine(LineStatus.EndOfOutput, default));
        }

        var line = Encoding.UTF8.GetBytes(answer.Lines[_next]);
        if (line.Length > maxBytes)
        {
            return ValueTask.FromResult(new ConversationLine(LineStatus.TooLong, default));
        }

        _next++;
        return ValueTask.FromResult(ConversationLine.Of(line));
    }

    public void CloseInput() => _inputClosed = true;
}
