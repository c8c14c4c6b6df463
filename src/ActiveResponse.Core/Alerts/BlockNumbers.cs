namespace ActiveResponse.Alerts;

/// <summary>Tells the blocks of analysisd in <c>alerts.log</c> from those that somebody has put into a log text.</summary>
/// <remarks>
/// A log text may have line breaks, so an empty line in it and what looks like a block behind that can be anybody's. But analysisd numbers an alert by the
/// place where its block begins in the file (<c>ftell</c>, OSSEC and Wazuh <c>src/analysisd/analysisd.c</c>), and nobody who writes a log line knows that place.
/// Where numbers are no places (a file of another writer) nothing tells the blocks apart, and all are taken.
/// </remarks>
internal sealed class BlockNumbers
{
    private long? _distance;
    private bool _isKnown;

    /// <summary>Begins with another file or stream.</summary>
    /// <param name="head">Its first bytes, as far as they are known.</param>
    public void Restart(ReadOnlySpan<byte> head)
    {
        _isKnown = LogBlock.IsHeader(head) && LogBlock.NumberOf(head) == 0;
        _distance = _isKnown ? 0 : null;
    }

    /// <summary>Whether a header that stands somewhere is one of analysisd's, as far as that can be told.</summary>
    public bool Takes(ReadOnlySpan<byte> header, long place)
    {
        var distance = LogBlock.NumberOf(header) - place;
        if (_isKnown)
        {
            return distance == _distance;
        }

        // Of a stream that began somewhere the places are known but for a distance, which two blocks must agree on.
        _isKnown = distance == 0 || distance == _distance;
        _distance = _isKnown ? distance : _distance ?? distance;
        return true;
    }
}
