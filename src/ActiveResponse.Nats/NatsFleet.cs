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

    /// <summary>Whether the fleet is halted.</summary>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public bool IsHalted => Issuer.Rules.IsHalted;

    /// <summary>The networks on the fleet's allow list.</summary>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ImmutableArray<AddressPrefix> AllowList =>
        [.. Issuer.Rules.Allowed.Keys.OrderBy(static network => network.ToString(), StringComparer.Ordinal)];

    /// <summary>Stops new blocks on all hosts of the fleet. What is in place stays until its end, and lifts are done.</summary>
    /// <remarks>Orders that an agent comes to meanwhile wait there; what still holds at the resume is then carried out.</remarks>
    /// <param name="cancellationToken">Ends waiting; the halt stands.</param>
    /// <returns>Completes once the server has taken it.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public Task HaltAsync(CancellationToken cancellationToken = default) => Issuer.SwitchAsync(isHalted: true).WaitAsync(cancellationToken);

    /// <summary>Takes a halt back.</summary>
    /// <param name="cancellationToken">Ends waiting; the resume stands.</param>
    /// <returns>Completes once the server has taken it.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default) =>
        Issuer.SwitchAsync(isHalted: false).WaitAsync(cancellationToken);

    /// <summary>Puts a network on the allow list of all hosts of the fleet; what it covers is lifted everywhere.</summary>
    /// <param name="network">The network, or a single address.</param>
    /// <param name="cancellationToken">Ends waiting; the entry stands.</param>
    /// <returns>Completes once the server has taken the entry, and the lifts of the orders that it covers.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent, or the list has 1,000 entries.</exception>
    /// <exception cref="ArgumentException">It covers every address: use a halt.</exception>
    public Task AllowAsync(AddressPrefix network, CancellationToken cancellationToken = default) =>
        network.Length == 0
            ? throw new ArgumentException("It covers every address: halt the fleet to stop all blocks.", nameof(network))
            : Issuer.AllowAsync(network).WaitAsync(cancellationToken);

    /// <summary>Takes a network from the fleet's allow list.</summary>
    /// <param name="network">The network, as it was put there.</param>
    /// <param name="cancellationToken">Ends waiting; the removal stands.</param>
    /// <returns>Whether it was there; completes once the server has taken the removal.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public async Task<bool> DisallowAsync(AddressPrefix network, CancellationToken cancellationToken = default)
    {
        if (!Issuer.Rules.Allowed.ContainsKey(network))
        {
            return false;
        }

        await Issuer.DisallowAsync(network).WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
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
