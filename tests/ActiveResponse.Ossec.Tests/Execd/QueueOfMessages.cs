using System.Text;
using System.Threading.Channels;
using ActiveResponse.Ossec.Execd;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>A queue that a test writes to.</summary>
internal sealed class QueueOfMessages : IExecdQueue
{
    private readonly Channel<ReadOnlyMemory<byte>> _messages = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

    public void Send(string text) => _messages.Writer.TryWrite(Encoding.UTF8.GetBytes(text + "\0"));

    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) =>
        _messages.Reader.ReadAsync(cancellationToken);
}
