using ActiveResponse.Nats.Messages;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Connecting;

/// <summary>Finds out which epoch the stream of orders is in: positions of another one mean nothing.</summary>
internal sealed class EpochReader(FleetConnection connection, MessageCheck check)
{
    private const int NotFound = 404;

    /// <summary>The epoch's name; null when no issuer has named one yet.</summary>
    /// <exception cref="NatsException">The server doesn't answer, or what it has is not signed by an issuer.</exception>
    public async ValueTask<string?> FindAsync(CancellationToken cancellationToken)
    {
        var subjects = connection.Subjects;
        var found = await connection
            .Nats.RequestAsync<byte[], byte[]>(
                $"$JS.API.DIRECT.GET.{subjects.OrderStream}.{subjects.Epoch}",
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
        var message = check.Check(subjects.Epoch, issuer, signature, found.Data, out var refusal);
        return message is null ? throw new NatsException($"the stream's epoch is refused: {refusal!.Why}") : message.Content.Epoch;
    }
}
