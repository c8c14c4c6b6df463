using ActiveResponse.Nats.Messages;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Connecting;

/// <summary>Reads the messages everything else depends on: the epoch of the stream of orders, and the fleet's kill switch.</summary>
/// <remarks>Positions of another epoch are void.</remarks>
internal sealed class EpochReader(FleetConnection connection, MessageCheck check)
{
    private const int NotFound = 404;

    private readonly Lock _gate = new();
    private CancellationToken _link;
    private Task<(string? Epoch, FleetMessage? Switch)>? _reading;

    /// <summary>
    /// Returns the epoch's name, null if no issuer has published one yet; and the latest halt or resume, null if there is none, or it isn't
    /// an issuer's: a running one restores it.
    /// </summary>
    /// <remarks>Readers that start together share one look: ten thousand agents that reconnect at once ask half as much.</remarks>
    /// <exception cref="NatsException">The server doesn't answer, or the epoch isn't signed by an issuer.</exception>
    public Task<(string? Epoch, FleetMessage? Switch)> FindAsync(CancellationToken cancellationToken)
    {
        var link = connection.Link;
        lock (_gate)
        {
            // The answer to a look over a lost connection is lost, too.
            if (_reading is not { IsCompleted: false } || _link != link)
            {
                (_link, _reading) = (link, FindNowAsync());
            }

            return _reading.WaitAsync(cancellationToken);
        }
    }

    // For whoever waits: each gives up for itself.
    private async Task<(string? Epoch, FleetMessage? Switch)> FindNowAsync()
    {
        await Task.Yield();
        var epoch = await ReadAsync(connection.Subjects.Epoch).ConfigureAwait(false);
        try
        {
            return (epoch?.Epoch, await ReadAsync(connection.Subjects.Switch).ConfigureAwait(false));
        }
        catch (RefusedException)
        {
            return (epoch?.Epoch, null);
        }
    }

    private async ValueTask<FleetMessage?> ReadAsync(string subject)
    {
        var found = await connection
            .Nats.RequestAsync<byte[], byte[]>(
                $"$JS.API.DIRECT.GET.{connection.Subjects.OrderStream}.{subject}",
                [],
                requestSerializer: NatsRawSerializer<byte[]>.Default,
                replySerializer: NatsRawSerializer<byte[]>.Default
            )
            .ConfigureAwait(false);
        if (found.Headers?.Code == NotFound)
        {
            return null;
        }

        found.Headers.TryGetLastOrNone(MessageSignature.IssuerHeader, out var issuer);
        found.Headers.TryGetLastOrNone(MessageSignature.SignatureHeader, out var signature);
        var message = check.Check(subject, issuer, signature, found.Data, note: null, out var refusal);
        return message?.Content ?? throw new RefusedException($"the message on {subject} is refused: {refusal!.Why}");
    }

    private sealed class RefusedException(string message) : NatsException(message);
}
