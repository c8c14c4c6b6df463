using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Nats.Issuing;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats;

/// <summary>Orders and lifts by hand for a fleet's agents, with a reason and a name on record. Thread-safe.</summary>
public sealed class ManualFleetOrders
{
    private readonly FleetIssuer _issuer;
    private readonly OrderNote _note;

    internal ManualFleetOrders(FleetIssuer issuer, OrderNote note) => (_issuer, _note) = (issuer, note);

    /// <summary>Orders an effect, as <see cref="NatsFleet.OrderAsync"/> does.</summary>
    /// <param name="target">The agents.</param>
    /// <param name="executable">The responder, or an executable that agents bind to one, e.g. <c>firewall-drop</c>.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="timeout">How long the effect lasts, from now; null for until lifted.</param>
    /// <param name="cancellationToken">Cancels the wait, not the order.</param>
    /// <returns>The order in force; one that already lasts longer is kept, with its own note.</returns>
    /// <exception cref="ArgumentException">The executable is empty, or the order can't be sent; the message gives the reason.</exception>
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
        var result = await _issuer.DispatchAsync(order, cancellationToken).ConfigureAwait(false);
        return _issuer.Find(target, order) ?? throw new ArgumentException(result.Detail);
    }

    /// <summary>Lifts the orders on a subject, as <see cref="NatsFleet.LiftAsync"/> does.</summary>
    /// <param name="subject">The subject. Its address, user and file, as far as given, must equal those of an order.</param>
    /// <param name="target">Only the orders for this target; null or all agents for every order.</param>
    /// <param name="cancellationToken">Cancels the wait, not the lifts.</param>
    /// <returns>The targets that had such an order, once the server has acknowledged the lifts.</returns>
    /// <exception cref="ArgumentException">The subject is empty.</exception>
    public async Task<ImmutableArray<FleetTarget>> LiftAsync(
        Subject subject,
        FleetTarget? target = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Kinds == SubjectKinds.None)
        {
            throw new ArgumentException("The subject has neither an address nor a user nor a file.", nameof(subject));
        }

        var lifts = _issuer.Lift(target, subject, _note);
        await Task.WhenAll(lifts.Select(static lift => lift.Published)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. lifts.Select(static lift => lift.Target).Distinct()];
    }

    /// <summary>Lifts an effect whether or not an order for it is known, as <see cref="NatsFleet.LiftEverywhereAsync"/> does.</summary>
    /// <param name="target">The agents.</param>
    /// <param name="executable">The executable that was ordered.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the wait, not the lift.</param>
    /// <returns>A task that completes once the server has acknowledged the lift.</returns>
    public Task LiftEverywhereAsync(FleetTarget target, string executable, Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(executable);
        ArgumentNullException.ThrowIfNull(subject);
        var order = ManualOrder(target, executable, subject, timeout: null);
        return _issuer.LiftUnknown(target, order).WaitAsync(cancellationToken);
    }

    private ResponseOrder ManualOrder(FleetTarget target, string executable, Subject subject, TimeSpan? timeout) =>
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
            Origin = ResponseOrigin.Of(_note),
        };
}
