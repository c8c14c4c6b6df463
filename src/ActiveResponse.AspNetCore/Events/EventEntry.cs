namespace ActiveResponse.AspNetCore.Events;

/// <summary>One event. Its data are made when the first reader gets to it, and kept for the others.</summary>
/// <param name="number">Its number in the log.</param>
/// <param name="kind">One of <see cref="EventKinds"/>.</param>
/// <param name="make">Makes the data: JSON in one line.</param>
internal sealed class EventEntry(long number, string kind, Func<CancellationToken, ValueTask<byte[]>> make)
{
    private byte[]? _data;

    public long Number => number;

    public string Kind => kind;

    public async ValueTask<byte[]> DataAsync(CancellationToken cancellationToken) =>
        // Two readers may both make them: they are the same, or newer.
        _data ??= await make(cancellationToken).ConfigureAwait(false);
}
