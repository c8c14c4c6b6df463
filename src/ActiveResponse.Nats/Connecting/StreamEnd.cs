using NATS.Client.JetStream;

namespace ActiveResponse.Nats.Connecting;

/// <summary>Tells when a consumer has come to the end of its stream, also on servers that count replaced messages as pending.</summary>
/// <remarks>
/// A consumer of all subjects has come to the end with the last number of the stream. What was replaced before it was read comes after
/// that, so the end is looked for again, a few times: nothing is replaced so often in so short a time.
/// </remarks>
internal sealed class StreamEnd
{
    private const int MostTimes = 3;

    private readonly FleetConnection _connection;
    private readonly string _stream;
    private ulong _last = ulong.MaxValue;
    private int _times;

    private StreamEnd(FleetConnection connection, string stream) => (_connection, _stream) = (connection, stream);

    /// <summary>Looks where the stream ends now.</summary>
    public static async ValueTask<StreamEnd> FindAsync(
        FleetConnection connection,
        string stream,
        string filter,
        CancellationToken cancellationToken
    )
    {
        var end = new StreamEnd(connection, stream);
        if (filter == connection.Subjects.AllOrders || filter == connection.Subjects.AllStates)
        {
            end._last = await end.LastAsync(cancellationToken).ConfigureAwait(false);
        }

        return end;
    }

    /// <summary>Whether there is nothing more to read for now, or was once.</summary>
    public async ValueTask<bool> IsReachedAsync(NatsJSMsgMetadata place, CancellationToken cancellationToken)
    {
        if (place.NumPending == 0)
        {
            _times = MostTimes;
        }
        else if (_times < MostTimes && place.Sequence.Stream >= _last)
        {
            _last = await LastAsync(cancellationToken).ConfigureAwait(false);
            _times = place.Sequence.Stream >= _last ? MostTimes : _times + 1;
        }

        return _times >= MostTimes;
    }

    private async ValueTask<ulong> LastAsync(CancellationToken cancellationToken)
    {
        var stream = await _connection.JetStream.GetStreamAsync(_stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        return (ulong)stream.Info.State.LastSeq;
    }
}
