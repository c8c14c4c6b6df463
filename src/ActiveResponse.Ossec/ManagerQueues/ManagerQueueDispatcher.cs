using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>Hands orders to a manager that is already there: to its <c>execd</c> for this host, and to its <c>remoted</c> for enrolled
/// agents.</summary>
/// <remarks>A queue takes a message or not; what the agent does with it, or whether there is such an agent, it doesn't say.</remarks>
public sealed class ManagerQueueDispatcher : IOrderDispatcher, IWrittenPlace, IDisposable
{
    private readonly ManagerQueueOptions _options;
    private readonly ConfigDialect _dialect;
    private readonly QueueSocket _host;
    private readonly QueueSocket _agents;

    /// <summary>Makes a dispatcher; the queues are opened when the first order is sent.</summary>
    /// <param name="options">The manager.</param>
    /// <param name="dialect">Whose manager it is: the dialect of the configuration.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public ManagerQueueDispatcher(ManagerQueueOptions options, ConfigDialect dialect, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        _options = options;
        _dialect = dialect;
        var family = dialect == ConfigDialect.Ossec ? "ossec" : "wazuh";
        _host = new QueueSocket(options.PathOf(ManagerQueue.Host), $"{family}-execd", options.WaitAtMost, time);
        _agents = new QueueSocket(options.PathOf(ManagerQueue.Agents), $"{family}-remoted", options.WaitAtMost, time);
    }

    /// <summary>What stands for the executables of this host when the manager's execd runs them.</summary>
    public static ScriptSource HandedOverScripts { get; } = new(static dialect => new HandedOverResponders(dialect));

    /// <inheritdoc/>
    public bool TakesOwnOrders => _options.TakesOwnOrders;

    /// <inheritdoc/>
    public async ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
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
                return new DispatchResult(
                    false,
                    i == 0
                        ? failure
                        : string.Create(CultureInfo.InvariantCulture, $"{failure}; {i} of {messages.Length} messages were sent")
                );
            }
        }

        return new DispatchResult(true, Describe(order));
    }

    ValueTask<IReadOnlyList<PlaceStanding>> IWrittenPlace.CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<PlaceStanding>>([
            .. (TakesOwnOrders ? new[] { _host, _agents } : [_agents]).Select(static queue => queue.Check()),
        ]);

    /// <summary>Closes the queues.</summary>
    public void Dispose()
    {
        _host.Dispose();
        _agents.Dispose();
    }

    private static string Describe(ResponseOrder order)
    {
        if (order.RunsHere)
        {
            return "handed to execd of this host; what comes of it is in its active-responses.log";
        }

        if (order.Location == ResponseLocation.All)
        {
            return "handed to remoted for all agents; which of them are there it doesn't say";
        }

        return $"handed to remoted for agent {SafeText.Of(order.TargetAgent)}; whether it is known and there it doesn't say";
    }
}
