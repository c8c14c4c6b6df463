namespace ActiveResponse.Alerts;

/// <summary>Tells the blocks of analysisd in <c>alerts.log</c> from those that somebody has put into a log text.</summary>
/// <remarks>
/// A log text may have line breaks, so an empty line in it and what looks like a block behind that can be anybody's. But analysisd numbers
/// an alert by the place where its block begins in the file (<c>ftell</c>, OSSEC and Wazuh <c>src/analysisd/analysisd.c</c>), and nobody
/// who writes a log line knows that place. Of a stream that began somewhere the places are known but for a distance; the first block tells
/// it, and the others must agree.
/// </remarks>
internal sealed class BlockNumbers
{
    private long? _distance;

    /// <summary>Begins with another file or stream.</summary>
    /// <param name="head">Its first bytes, as far as they are known.</param>
    public void Restart(ReadOnlySpan<byte> head) => _distance = LogBlock.IsHeader(head) ? LogBlock.NumberOf(head) : null;

    /// <summary>Whether a header that stands somewhere is one of analysisd's.</summary>
    public bool Takes(ReadOnlySpan<byte> header, long place)
    {
        var distance = LogBlock.NumberOf(header) - place;
        if (_distance is { } known && distance != known && distance != 0)
        {
            return false;
        }

        _distance = distance;
        return true;
    }
}
