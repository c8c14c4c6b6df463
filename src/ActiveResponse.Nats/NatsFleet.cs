using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>What an issuer sees of its fleet, and does with it by hand. Safe for use by several threads.</summary>
/// <remarks>
/// From <c>UseNatsFleet</c>, <see cref="FleetMember"/> or <see cref="FleetSession"/>. On an agent everything but <see cref="IsIssuer"/>
/// throws.
/// </remarks>
public sealed class NatsFleet
{
    private readonly FleetIssuer? _issuer;

    internal NatsFleet(FleetIssuer? issuer) => _issuer = issuer;

    /// <summary>Whether this host gives orders.</summary>
    public bool IsIssuer => _issuer is not null;

    private FleetIssuer Issuer =>
        _issuer ?? throw new InvalidOperationException("This host is an agent: only an issuer knows of the fleet.");

    /// <summary>The agents that have ever reported, in the order of their ids.</summary>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ImmutableArray<FleetAgentReport> ListAgents() =>
        [.. Issuer.ListAgents().OrderBy(static agent => agent.Id, StringComparer.Ordinal)];

    /// <summary>The orders and lifts that hold, the newest first, with how the agents stand to them.</summary>
    /// <param name="target">Only those for this target; null for all.</param>
    /// <param name="withAgents">Whether to name the agents, too.</param>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ImmutableArray<FleetOrder> ListOrders(FleetTarget? target = null, bool withAgents = false) =>
        [
            .. Issuer
                .ListOrders(withAgents)
                .Where(order => target is null || order.Target == target)
                .OrderByDescending(static order => order.Issued),
        ];

    /// <summary>
    /// Lifts what is ordered on a subject: every agent takes it back, now or when it is back, whoever holds it there too.
    /// </summary>
    /// <param name="subject">The subject; an order is meant that has the same address, user and file, of those that are given.</param>
    /// <param name="target">Only the orders for this target; null, and all agents, for every order.</param>
    /// <param name="cancellationToken">Ends waiting; the lifts stand.</param>
    /// <returns>The targets that had such an order, once the server has taken the lifts.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    /// <exception cref="ArgumentException">The subject names nothing.</exception>
    public async Task<ImmutableArray<FleetTarget>> LiftAsync(
        Subject subject,
        FleetTarget? target = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Kinds == SubjectKinds.None)
        {
            throw new ArgumentException("It names neither an address nor a user nor a file.", nameof(subject));
        }

        var lifts = Issuer.Lift(target, subject);
        await Task.WhenAll(lifts.Select(static lift => lift.Published)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. lifts.Select(static lift => lift.Target).Distinct()];
    }

    /// <summary>Lifts an effect whether or not an order for it is known: agents may hold it from a stream that is gone.</summary>
    /// <param name="target">The agents.</param>
    /// <param name="executable">The executable that was ordered.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Ends waiting; the lift stands.</param>
    /// <returns>Completes once the server has taken the lift.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public Task LiftEverywhereAsync(FleetTarget target, string executable, Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(executable);
        ArgumentNullException.ThrowIfNull(subject);
        var order = ManualOrder(target, executable, subject, timeout: null);
        return Issuer.LiftUnknown(target, order).WaitAsync(cancellationToken);
    }

    /// <summary>Orders an effect by hand.</summary>
    /// <param name="target">The agents.</param>
    /// <param name="executable">The responder, or an executable that agents bind to one, e.g. <c>firewall-drop</c>.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="timeout">When the effect ends, from now; null for when it is lifted.</param>
    /// <param name="cancellationToken">Ends waiting; the order stands.</param>
    /// <returns>
    /// The order as it holds, once the server has taken it: one that lasts longer is left as it is. Its
    /// <see cref="FleetOrder.Sequence"/> is 0 when the server doesn't answer in time; the order is then published later, as long as this
    /// process runs.
    /// </returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    /// <exception cref="ArgumentException">It names nothing, or can't be sent; the message says why.</exception>
    public async Task<FleetOrder> OrderAsync(
        FleetTarget target,
        string executable,
        Subject subject,
        TimeSpan? timeout,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(executable);
        ArgumentNullException.ThrowIfNull(subject);
        if (timeout is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero, nameof(timeout));
        }

        var order = ManualOrder(target, executable, subject, timeout);
        var result = await Issuer.DispatchAsync(order, cancellationToken).ConfigureAwait(false);
        return Issuer.Find(target, order) ?? throw new ArgumentException(result.Detail);
    }

    private static ResponseOrder ManualOrder(FleetTarget target, string executable, Subject subject, TimeSpan? timeout) =>
        new()
        {
            ResponseName = ResponsePlanner.ManualHolder,
            Command = new CommandDefinition
            {
                Name = executable,
                Executable = executable,
                TimeoutAllowed = true,
            },
            Responder = executable,
            Subject = subject,
            Location = target == FleetTarget.All ? ResponseLocation.All : ResponseLocation.DefinedAgent,
            TargetAgent = OrderTargets.Of(target),
            RunsHere = false,
            RunsElsewhere = true,
            Timeout = timeout ?? TimeSpan.Zero,
        };
}
