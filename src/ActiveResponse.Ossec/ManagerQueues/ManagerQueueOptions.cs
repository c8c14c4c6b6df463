using System.Collections.Immutable;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>Options for a manager's queues.</summary>
public sealed record ManagerQueueOptions
{
    private const int LongestQueuePath = 107;

    /// <summary>The manager's folder, e.g. <c>/var/ossec</c>; its sockets are <c>queue/alerts/execq</c> and <c>queue/alerts/ar</c> in it.
    /// At most 89 bytes long.</summary>
    public required string Home { get; init; }

    /// <summary>Whether orders for this host go to the manager's <c>execd</c>; otherwise this host's responders carry them out. Default:
    /// yes.</summary>
    public bool TakesOwnOrders { get; init; } = true;

    /// <summary>How long an order waits for a full queue, or a restarting manager; 0 to 1 minute. Default: 5 seconds.</summary>
    /// <remarks>After a timeout, the next orders get one attempt each until one succeeds.</remarks>
    public TimeSpan WaitAtMost { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wazuh: the name of this node, the sender of messages. Default: <c>node01</c>, as without a cluster.</summary>
    public string NodeName { get; init; } = "node01";

    /// <summary>Wazuh: the ids of agents older than 4.2, which get text instead of JSON; <c>032</c> equals <c>32</c>. Default:
    /// none.</summary>
    public ImmutableHashSet<string> LegacyAgents { get; init; } = [];

    internal string PathOf(ManagerQueue queue) =>
        Path.Combine(Path.GetFullPath(Home), "queue", "alerts", queue == ManagerQueue.Host ? "execq" : "ar");

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(ManagerQueueOptions))
            .NotNull(LegacyAgents)
            .NotNull(NodeName)
            .Range(WaitAtMost, TimeSpan.Zero, TimeSpan.FromMinutes(1))
            .Require(ProblemOf(Home) is null, $"Home is refused: {ProblemOf(Home)}")
            .ThrowIfAny();

    /// <summary>The error in a manager's folder path, for an operator; null if valid. Doesn't access the disk.</summary>
    /// <param name="home">The folder.</param>
    public static string? ProblemOf(string home)
    {
        if (string.IsNullOrEmpty(home))
        {
            return "the manager's folder is empty: set it, e.g. /var/ossec";
        }

        if (System.Text.Encoding.UTF8.GetByteCount(new ManagerQueueOptions { Home = home }.PathOf(ManagerQueue.Host)) > LongestQueuePath)
        {
            return $"'{home}' is too long: a socket path has at most {LongestQueuePath} bytes, so use a shorter path";
        }

        return null;
    }
}
