using System.Threading.Channels;

namespace ActiveResponse.Guards;

/// <summary>
/// Signals that what must not be blocked has changed, or must be looked at again; several signals that nobody has taken yet are one.
/// </summary>
internal sealed class ProtectionChanges
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    private volatile ProtectionMark _current;

    public ProtectionChanges() => _current = new ProtectionMark(this);

    /// <summary>What guards know now. Take it before they are asked.</summary>
    public ProtectionMark Current => _current;

    /// <summary>Signals a change.</summary>
    public void Signal()
    {
        Advance();
        Look();
    }

    /// <summary>Marks a change whose caller looks at the effects himself, afterwards.</summary>
    public void Advance()
    {
        Interlocked.Exchange(ref _current, new ProtectionMark(this)).Outdate();

        // Whoever records an effect now finds the mark outdated, or is on record when the caller looks.
        Interlocked.MemoryBarrier();
    }

    /// <summary>Has the effects looked at again.</summary>
    public void Look() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a change and takes its signal.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await _signals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
