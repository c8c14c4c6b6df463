using System.Threading.Channels;

namespace ActiveResponse.Guards;

/// <summary>Signals that what must not be blocked has changed; several signals that nobody has taken yet are one.</summary>
internal sealed class ProtectionChanges
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a change and takes its signal.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await _signals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
