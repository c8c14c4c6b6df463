using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Connecting;
using Microsoft.Extensions.Logging;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Removes expired messages from the stream, by sequence number, so that newer ones stay.</summary>
internal sealed class EndedOrders(FleetConnection connection, OrderLedger ledger, ILogger logger)
{
    private const int MostAtOnce = 64;

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Parallel
                .ForEachAsync(
                    ledger.Expired(),
                    new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
                    RemoveAsync
                )
                .ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotRemoved(SafeText.Of(e.Message, 400));
        }
        catch (OperationCanceledException)
        {
            // The host stops; the next run or another issuer removes the rest.
        }
    }

    private async ValueTask RemoveAsync((string Subject, ulong Sequence) ended, CancellationToken cancellationToken)
    {
        if (ended.Sequence > 0)
        {
            try
            {
                var request = new StreamMsgDeleteRequest { Seq = ended.Sequence, NoErase = true };
                await connection
                    .JetStream.DeleteMessageAsync(connection.Subjects.OrderStream, request, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (NatsJSApiException e) when (e.Error.Code is 404 or 400 or 500)
            {
                // Another issuer was faster, or a newer message has replaced it.
            }
        }

        ledger.Forget(ended.Subject, ended.Sequence);
    }
}
