using ActiveResponse.Nats.Messages;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Connecting;

/// <summary>Reads the messages everything else depends on: the epoch of the stream of orders, and the fleet's kill switch.</summary>
/// <remarks>Positions of another epoch are void.</remarks>
internal sealed class EpochReader(FleetConnection connection, MessageCheck check)
{
    private const int NotFound = 404;

    /// <summary>Returns the epoch's name; null if no issuer has published one yet.</summary>
    /// <exception cref="NatsException">The server doesn't answer, or the message isn't signed by an issuer.</exception>
    public async ValueTask<string?> FindAsync(CancellationToken cancellationToken)
    {
        var message = await ReadAsync(connection.Subjects.Epoch, cancellationToken).ConfigureAwait(false);
        return message?.Epoch;
    }

    /// <summary>Returns the latest halt or resume; null if there is none, or it isn't an issuer's: a running one restores it.</summary>
    public async ValueTask<FleetMessage?> FindSwitchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(connection.Subjects.Switch, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private async ValueTask<FleetMessage?> ReadAsync(string subject, CancellationToken cancellationToken)
    {
        var found = await connection
            .Nats.RequestAsync<byte[], byte[]>(
                $"$JS.API.DIRECT.GET.{connection.Subjects.OrderStream}.{subject}",
                [],
                requestSerializer: NatsRawSerializer<byte[]>.Default,
                replySerializer: NatsRawSerializer<byte[]>.Default,
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
        if (found.Headers?.Code == NotFound)
        {
            return null;
        }

        found.Headers.TryGetLastOrNone(MessageSignature.IssuerHeader, out var issuer);
        found.Headers.TryGetLastOrNone(MessageSignature.SignatureHeader, out var signature);
        var message = check.Check(subject, issuer, signature, found.Data, out var refusal);
        return message?.Content ?? throw new RefusedException($"the message on {subject} is refused: {refusal!.Why}");
    }

    private sealed class RefusedException(string message) : NatsException(message);
}
