using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>Lists a fleet's agents and orders, and controls the fleet by hand, on an issuer. Safe for concurrent use.</summary>
/// <remarks>
/// Get it from <c>UseNatsFleet</c>, <see cref="FleetMember"/> or <see cref="FleetSession"/>. On an agent, every member except
/// <see cref="IsIssuer"/> throws.
/// </remarks>
public sealed class NatsFleet
{
    private readonly FleetIssuer? _issuer;

    internal NatsFleet(FleetIssuer? issuer) => _issuer = issuer;

    /// <summary>Whether this host issues orders.</summary>
    public bool IsIssuer => _issuer is not null;

    private FleetIssuer Issuer =>
        _issuer ?? throw new InvalidOperationException("This host is an agent: only an issuer can list and control the fleet.");

    /// <summary>Lists the agents that have ever reported, ordered by id.</summary>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ImmutableArray<FleetAgentReport> ListAgents() =>
        [.. Issuer.ListAgents().OrderBy(static agent => agent.Id, StringComparer.Ordinal)];

    /// <summary>Lists the orders and lifts in force, newest first, with their status on the agents.</summary>
    /// <param name="target">Only those for this target; null for all.</param>
    /// <param name="withAgents">Whether to include the status of each agent.</param>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ImmutableArray<FleetOrder> ListOrders(FleetTarget? target = null, bool withAgents = false) =>
        [.. Issuer.ListOrders(target, withAgents).OrderByDescending(static order => order.Issued)];

    /// <summary>
    /// Lifts the orders on a subject. Every agent lifts the effect, now or when it reconnects, even if others hold it there too.
    /// </summary>
    /// <param name="subject">The subject. Its address, user and file, as far as given, must equal those of an order.</param>
    /// <param name="target">Only the orders for this target; null or all agents for every order.</param>
    /// <param name="cancellationToken">Cancels the wait, not the lifts.</param>
    /// <returns>The targets that had such an order, once the server has acknowledged the lifts.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    /// <exception cref="ArgumentException">The subject is empty.</exception>
    public Task<ImmutableArray<FleetTarget>> LiftAsync(
        Subject subject,
        FleetTarget? target = null,
        CancellationToken cancellationToken = default
    ) => ByHand(OrderNote.None).LiftAsync(subject, target, cancellationToken);

    /// <summary>Lifts an effect whether or not an order for it is known: agents may hold it from a stream that was lost.</summary>
    /// <param name="target">The agents.</param>
    /// <param name="executable">The executable that was ordered.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the wait, not the lift.</param>
    /// <returns>A task that completes once the server has acknowledged the lift.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public Task LiftEverywhereAsync(
        FleetTarget target,
        string executable,
        Subject subject,
        CancellationToken cancellationToken = default
    ) => ByHand(OrderNote.None).LiftEverywhereAsync(target, executable, subject, cancellationToken);

    /// <summary>Orders an effect by hand.</summary>
    /// <param name="target">The agents.</param>
    /// <param name="executable">The responder, or an executable that agents bind to one, e.g. <c>firewall-drop</c>.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="timeout">How long the effect lasts, from now; null for until lifted.</param>
    /// <param name="cancellationToken">Cancels the wait, not the order.</param>
    /// <returns>
    /// The order in force, once the server has acknowledged it; one that already lasts longer is kept. Its
    /// <see cref="FleetOrder.Sequence"/> is 0 if the server doesn't answer in time; the order is then published later, as long as this
    /// process runs.
    /// </returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    /// <exception cref="ArgumentException">The executable is empty, or the order can't be sent; the message gives the reason.</exception>
    public Task<FleetOrder> OrderAsync(
        FleetTarget target,
        string executable,
        Subject subject,
        TimeSpan? timeout,
        CancellationToken cancellationToken = default
    ) => ByHand(OrderNote.None).OrderAsync(target, executable, subject, timeout, cancellationToken);

    /// <summary>Gives orders and lifts by hand that have a reason and a name on record, here and on the agents.</summary>
    /// <remarks>Agents of earlier versions carry them out without the note.</remarks>
    /// <param name="note">Why, and who does it.</param>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ManualFleetOrders ByHand(OrderNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return new ManualFleetOrders(Issuer, note);
    }

    /// <summary>Whether the fleet is halted.</summary>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public bool IsHalted => Issuer.Rules.IsHalted;

    /// <summary>The networks on the fleet's allow list.</summary>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public ImmutableArray<AddressPrefix> AllowList =>
        [.. Issuer.Rules.Allowed.Keys.OrderBy(static network => network.ToString(), StringComparer.Ordinal)];

    /// <summary>Stops new blocks on all hosts of the fleet. Effects in place stay until they end, and lifts still work.</summary>
    /// <remarks>Agents hold back orders they receive meanwhile, and carry out those still in force at the resume.</remarks>
    /// <param name="cancellationToken">Cancels the wait, not the halt.</param>
    /// <returns>A task that completes once the server has acknowledged the halt.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public Task HaltAsync(CancellationToken cancellationToken = default) => Issuer.SwitchAsync(isHalted: true).WaitAsync(cancellationToken);

    /// <summary>Ends a halt.</summary>
    /// <param name="cancellationToken">Cancels the wait, not the resume.</param>
    /// <returns>A task that completes once the server has acknowledged the resume.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default) =>
        Issuer.SwitchAsync(isHalted: false).WaitAsync(cancellationToken);

    /// <summary>Adds a network to the allow list of all hosts of the fleet, and lifts the effects it covers everywhere.</summary>
    /// <param name="network">The network, or a single address.</param>
    /// <param name="cancellationToken">Cancels the wait, not the entry.</param>
    /// <returns>A task that completes once the server has acknowledged the entry and the lifts of the orders it covers.</returns>
    /// <exception cref="InvalidOperationException">This host is an agent, or the list already has 1,000 entries.</exception>
    /// <exception cref="ArgumentException">The network covers every address: use a halt.</exception>
    public Task AllowAsync(AddressPrefix network, CancellationToken cancellationToken = default) =>
        network.Length == 0
            ? throw new ArgumentException("The network covers every address: halt the fleet to stop all blocks.", nameof(network))
            : Issuer.AllowAsync(network).WaitAsync(cancellationToken);

    /// <summary>Removes a network from the fleet's allow list.</summary>
    /// <param name="network">The network, exactly as it was added.</param>
    /// <param name="cancellationToken">Cancels the wait, not the removal.</param>
    /// <returns>Whether the list had it, once the server has acknowledged the removal.</returns>
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
}
