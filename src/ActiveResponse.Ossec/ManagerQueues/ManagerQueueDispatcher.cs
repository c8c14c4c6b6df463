using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>Passes orders to an existing manager: to its <c>execd</c> for this host, and to its <c>remoted</c> for enrolled
/// agents.</summary>
/// <remarks>A queue accepts a message or not; it doesn't report whether the agent exists or what it did.</remarks>
public sealed class ManagerQueueDispatcher : IOrderDispatcher, IWrittenPlace, IDisposable
{
    private readonly ManagerQueueOptions _options;
    private readonly ConfigDialect _dialect;
    private readonly QueueSocket _host;
    private readonly QueueSocket _agents;

    /// <summary>Creates a dispatcher; the queues are opened for the first order.</summary>
    /// <param name="options">The manager.</param>
    /// <param name="dialect">The manager's dialect, which is that of the configuration.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
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

    /// <summary>Represents this host's executables when the manager's execd runs them.</summary>
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
            return "passed to this host's execd; the result is in its active-responses.log";
        }

        if (order.Location == ResponseLocation.All)
        {
            return "passed to remoted for all agents; it doesn't report which of them are connected";
        }

        return $"passed to remoted for agent {SafeText.Of(order.TargetAgent)}; it doesn't report whether the agent is known and connected";
    }
}
