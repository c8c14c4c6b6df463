using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.ManagerQueues;

/// <summary>Hands orders to a manager that is already there: to its <c>execd</c> for this host, and to its <c>remoted</c> for enrolled agents.</summary>
/// <remarks>A queue takes a message or not; what the agent does with it, or whether there is such an agent, it doesn't say.</remarks>
internal sealed class ManagerQueueDispatcher : ICommandDispatcher, IWrittenPlace, IDisposable
{
    private readonly ManagerQueueOptions _options;
    private readonly ConfigDialect _dialect;
    private readonly QueueSocket _host;
    private readonly QueueSocket _agents;

    public ManagerQueueDispatcher(ManagerQueueOptions options, ConfigDialect dialect, TimeProvider time)
    {
        _options = options;
        _dialect = dialect;
        var family = dialect == ConfigDialect.Ossec ? "ossec" : "wazuh";
        _host = new QueueSocket(options.PathOf(ManagerQueue.Host), $"{family}-execd", options.WaitAtMost, time);
        _agents = new QueueSocket(options.PathOf(ManagerQueue.Agents), $"{family}-remoted", options.WaitAtMost, time);
    }

    public bool TakesOwnOrders => _options.TakesOwnOrders;

    public async ValueTask<DispatchResult> DispatchAsync(ResponseCommand order, CancellationToken cancellationToken)
    {
        var (messages, problem) = OrderMessages.Of(order, _dialect, _options);
        if (problem is not null)
        {
            return new DispatchResult(false, problem);
        }

        for (var i = 0; i < messages.Length; i++)
        {
            var queue = messages[i].Queue == ManagerQueue.Host ? _host : _agents;
            if (await queue.SendAsync(messages[i].Bytes, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                return new DispatchResult(false, i == 0 ? failure : string.Create(CultureInfo.InvariantCulture, $"{failure}; {i} of {messages.Length} messages were sent"));
            }
        }

        return new DispatchResult(true, Describe(order));
    }

    public ValueTask<IReadOnlyList<PlaceStanding>> LookAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<PlaceStanding>>([.. (TakesOwnOrders ? new[] { _host, _agents } : [_agents]).Select(static queue => queue.Look())]);

    public void Dispose()
    {
        _host.Dispose();
        _agents.Dispose();
    }

    private static string Describe(ResponseCommand order) =>
        order.RunsHere ? "handed to execd of this host; what comes of it is in its active-responses.log"
        : order.Location == ResponseLocation.All ? "handed to remoted for all agents; which of them are there it doesn't say"
        : $"handed to remoted for agent {SafeText.Of(order.TargetAgent)}; whether it is known and there it doesn't say";
}
