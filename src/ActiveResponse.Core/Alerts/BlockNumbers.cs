namespace ActiveResponse.Alerts;

/// <summary>Distinguishes analysisd's blocks in <c>alerts.log</c> from forged ones in a log text.</summary>
/// <remarks>
/// Log text may contain line breaks, so an empty line and an apparent block after it may be anybody's. But analysisd numbers an alert by
/// the offset at which its block begins (<c>ftell</c>, OSSEC and Wazuh <c>src/analysisd/analysisd.c</c>), which no author of a log line
/// knows. If a stream begins in the middle, offsets are known up to a constant: the first block gives it, and the others must agree.
/// </remarks>
internal sealed class BlockNumbers
{
    private long? _distance;

    /// <summary>Starts another file or stream.</summary>
    /// <param name="head">Its first bytes, as far as known.</param>
    public void Restart(ReadOnlySpan<byte> head) => _distance = LogBlock.IsHeader(head) ? LogBlock.NumberOf(head) : null;

    /// <summary>Whether a header at a place is one of analysisd's.</summary>
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
