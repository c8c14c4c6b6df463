using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Reports;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Nats.Issuing;

/// <summary>Makes the streams of a fleet where they aren't there.</summary>
internal static class FleetStreams
{
    /// <summary>Makes both streams if they are missing; one that is there stays as it is.</summary>
    /// <returns>The number of the last message of the orders.</returns>
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
            Description = "What the fleet is ordered: the last message of a subject is what holds",
            MaxMsgsPerSubject = 1,
            MaxMsgSize = options.MaxMessageBytes + 1024,
            NumReplicas = options.Replicas,
            AllowDirect = true,
        };

    private static StreamConfig OfStates(string name, string subjects, NatsFleetOptions options) =>
        new(name, [subjects])
        {
            Description = "What the fleet's agents report: the last state of each",
            MaxMsgsPerSubject = 1,
            MaxMsgSize = AgentStateJson.MaxBytes,
            NumReplicas = options.Replicas,
            Storage = StreamConfigStorage.Memory,
            AllowDirect = true,
        };
}
