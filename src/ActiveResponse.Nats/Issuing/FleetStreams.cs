using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Reports;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Creates a fleet's streams.</summary>
internal static class FleetStreams
{
    /// <summary>Creates each stream if it is missing; an existing one is left as it is.</summary>
    /// <returns>The sequence number of the last message in the stream of orders.</returns>
    public static async Task<ulong> EnsureAsync(FleetConnection connection, NatsFleetOptions options, CancellationToken cancellationToken)
    {
        var subjects = connection.Subjects;
        await EnsureAsync(connection, OfStates(subjects.StateStream, subjects.AllStates, options), cancellationToken).ConfigureAwait(false);
        var orders = await EnsureAsync(connection, OfOrders(subjects.OrderStream, subjects.AllOrders, options), cancellationToken)
            .ConfigureAwait(false);
        return (ulong)orders.Info.State.LastSeq;
    }

    private static async Task<INatsJSStream> EnsureAsync(
        FleetConnection connection,
        StreamConfig config,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await connection.JetStream.GetStreamAsync(config.Name!, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            return await connection.JetStream.CreateStreamAsync(config, cancellationToken).ConfigureAwait(false);
        }
    }

    private static StreamConfig OfOrders(string name, string subjects, NatsFleetOptions options) =>
        new(name, [subjects])
        {
            Description = "The fleet's orders: the last message of a subject is in force",
            MaxMsgsPerSubject = 1,
            MaxMsgSize = options.MaxMessageBytes + 1024,
            NumReplicas = options.Replicas,
            AllowDirect = true,
        };

    private static StreamConfig OfStates(string name, string subjects, NatsFleetOptions options) =>
        new(name, [subjects])
        {
            Description = "The states of the fleet's agents: the last one of each",
            MaxMsgsPerSubject = 1,
            MaxMsgSize = AgentStateJson.MaxBytes,
            NumReplicas = options.Replicas,
            Storage = StreamConfigStorage.Memory,
            AllowDirect = true,
        };
}
