using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Testing;

/// <summary>A server and its agents in one process, joined by a transport: for tests and demonstrations of what runs where.</summary>
/// <remarks>
/// Every host is a real engine with its own guards and store. Orders cross as JSON, as they would on a wire. Agents send too: to the
/// server, and to others.
/// </remarks>
public sealed class InProcessFleet : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<FleetHost> _hosts = [];
    private readonly FleetMailbox _mailbox;

    /// <summary>Makes a fleet without hosts.</summary>
    /// <param name="clock">The clock of all hosts; a new one if null.</param>
    public InProcessFleet(ManualClock? clock = null)
    {
        Clock = clock ?? new ManualClock();
        _mailbox = new FleetMailbox(Clock);
    }

    /// <summary>The clock of all hosts.</summary>
    public ManualClock Clock { get; }

    /// <summary>Whether orders for an agent that is away are kept for it until the block would have ended, then dropped with a report.
    /// Default: no.</summary>
    public bool KeepsForAway { get; init; }

    /// <summary>How long a sender waits, by the fleet's clock, to learn what a host did with its order. Default: 5 s; then it counts as
    /// delivered.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many orders are kept for hosts that are away.</summary>
    public int Kept => _mailbox.Count;

    /// <summary>The hosts, in the order they were added.</summary>
    public IReadOnlyList<FleetHost> Hosts
    {
        get
        {
            lock (_gate)
            {
                return [.. _hosts];
            }
        }
    }

    /// <summary>Adds the server and starts it.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="compose">Composes it further, e.g. with a responder.</param>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public Task<FleetHost> AddServerAsync(ActiveResponseConfig config, Action<ActiveResponseBuilder>? compose = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        return AddAsync(new HostIdentity { Role = HostRole.Server }, config, compose);
    }

    /// <summary>Adds an agent and starts it. It has no responses of its own unless it is composed with a configuration.</summary>
    /// <param name="id">Its id, e.g. <c>001</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="compose">Composes it further, e.g. with an allow list of its own.</param>
    /// <exception cref="InvalidOperationException">There is one of that id already.</exception>
    public Task<FleetHost> AddAgentAsync(
        string id,
        string name,
        IEnumerable<string>? labels = null,
        Action<ActiveResponseBuilder>? compose = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var identity = new HostIdentity
        {
            Role = HostRole.Agent,
            AgentId = id,
            AgentName = name,
            Labels = [.. labels ?? []],
        };
        return AddAsync(identity, ActiveResponseConfig.Empty, compose);
    }

    /// <summary>Makes a host unreachable. Its own engine goes on.</summary>
    /// <param name="host">The host.</param>
    public void TakeAway(FleetHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.IsAway = true;
    }

    /// <summary>Makes a host reachable again and gives it what was kept for it, with what is left of each timeout.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Ends waiting for its answers.</param>
    public async Task BringBackAsync(FleetHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        host.IsAway = false;
        foreach (var kept in _mailbox.Take(host))
        {
            var left = kept.End is { } end ? end - Clock.GetUtcNow() : TimeSpan.Zero;
            var result =
                kept.End is not null && left <= TimeSpan.Zero
                    ? FleetMailbox.Expired(host)
                    : await DeliverAsync(kept.Sender, host, kept.Order with { Timeout = left }, cancellationToken).ConfigureAwait(false);
            kept.Sender.Engine.ReportSent(kept.Order, result);
        }
    }

    /// <summary>Waits until no host has anything queued or under way.</summary>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        // What the last one sends is still under way on the first.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var host in Hosts)
            {
                await host.Engine.DrainAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _mailbox.Dispose();
        foreach (var host in Hosts)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal async ValueTask<DispatchResult> DispatchAsync(FleetHost sender, ResponseOrder order, CancellationToken cancellationToken)
    {
        var targets = TargetsOf(sender, order);
        if (targets.IsEmpty)
        {
            var toOne =
                order is { Location: not ResponseLocation.All, TargetAgent: { } agent }
                && !agent.StartsWith(HostIdentity.LabelTarget, StringComparison.Ordinal);
            var nobody = order.Location == ResponseLocation.Server ? "server" : order.TargetAgent ?? "all";
            return DispatchResult.Of([
                new DispatchTarget(nobody, DispatchStatus.Unknown, toOne ? "no agent has this id or name" : "no host is meant by it"),
            ]);
        }

        var deliveries = targets.Select(host => DeliverAsync(sender, host, order, cancellationToken));
        return DispatchResult.Of([.. await Task.WhenAll(deliveries).ConfigureAwait(false)]);
    }

    private ImmutableArray<FleetHost> TargetsOf(FleetHost sender, ResponseOrder order)
    {
        var others = Hosts.Where(host => host != sender).ToList();
        var agents = others.Where(static host => host.Identity.Role == HostRole.Agent).ToList();
        return order.Location switch
        {
            ResponseLocation.Server => [.. others.Where(static host => host.Identity.Role == HostRole.Server)],
            ResponseLocation.All => [.. agents],

            // An id wins over a name, so that an agent can't draw another's orders to itself by its name.
            _ when agents.Find(host => host.Identity.HasAgentId(order.TargetAgent)) is { } host => [host],
            _ => [.. agents.Where(host => host.Identity.IsMeantBy(order.TargetAgent))],
        };
    }

    private async Task<DispatchTarget> DeliverAsync(
        FleetHost sender,
        FleetHost host,
        ResponseOrder order,
        CancellationToken cancellationToken
    )
    {
        if (host.IsAway)
        {
            return KeepsForAway
                ? _mailbox.Keep(sender, host, order)
                : new DispatchTarget(host.Name, DispatchStatus.Away, "it can't be reached, and the order is not kept");
        }

        if (!ResponseOrderJson.TryRead(ResponseOrderJson.Write(order), out var received, out var problem))
        {
            return new DispatchTarget(host.Name, DispatchStatus.Failed, problem);
        }

        try
        {
            var outcome = await host
                .Engine.ReceiveAsync(received, cancellationToken)
                .WaitAsync(AnswerWithin, Clock, cancellationToken)
                .ConfigureAwait(false);
            return FleetAnswer.Of(host.Name, outcome);
        }
        catch (TimeoutException)
        {
            return new DispatchTarget(host.Name, DispatchStatus.Delivered, "it hasn't said yet what it did");
        }
    }

    private async Task<FleetHost> AddAsync(HostIdentity identity, ActiveResponseConfig config, Action<ActiveResponseBuilder>? compose)
    {
        var host = new FleetHost(identity, config, Clock, self => new FleetDispatcher(this, self), compose);
        bool isNew;
        lock (_gate)
        {
            isNew = !_hosts.Exists(other =>
                other.Name == host.Name || (identity.Role == HostRole.Agent && other.Identity.HasAgentId(identity.AgentId))
            );
            if (isNew)
            {
                _hosts.Add(host);
            }
        }

        if (!isNew)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw new InvalidOperationException($"The fleet has a host '{host.Name}' already.");
        }

        await host.Engine.StartAsync().ConfigureAwait(false);
        return host;
    }
}
