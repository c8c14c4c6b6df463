using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Planning;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Issuing;

/// <summary>An issuer of a fleet: signs and publishes orders, and tracks their outcome.</summary>
internal sealed partial class FleetIssuer : IAsyncDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemoveEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UnknownLiftKept = TimeSpan.FromDays(30);

    private readonly NatsFleetOptions _options;
    private readonly FleetConnection _connection;
    private readonly MessageSigner _signer;
    private readonly LedgerFile _file;
    private readonly OrderLedger _ledger;
    private readonly OrderPublisher _publisher;
    private readonly StreamMirror _mirror;
    private readonly StreamFollower _states;
    private readonly OrderReports _reports;
    private readonly FleetOffenses _offenses;
    private readonly AllBudget _allBudget;
    private readonly CanaryTrials _trials;
    private readonly Func<ActiveResponseEngine?> _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public FleetIssuer(FleetHostParts parts)
    {
        var (options, clock, logger) = (parts.Options, parts.Clock, parts.Logger);
        (_options, _clock, _logger, _engine) = (options, clock, logger, parts.Engine);
        _offenses = new FleetOffenses(parts.Engine, parts.Execution, clock);
        _allBudget = new AllBudget(options.OrdersToAllPerMinute, clock, logger);
        var credentials = options.Credentials;
        _connection = new FleetConnection(options, clock, logger);
        _signer = new MessageSigner(credentials.SigningSeed!);
        var check = new MessageCheck(credentials.Fleet, credentials.Issuers.Append(_signer.Issuer), options.MaxMessageBytes, clock);
        _file = new LedgerFile(options.LedgerFile, check, logger);
        _ledger = new OrderLedger(credentials.Fleet, _signer, _file, clock);
        _ledger.Load();
        var context = new IssuerContext
        {
            Options = options,
            Connection = _connection,
            Ledger = _ledger,
            Signer = _signer,
            Check = check,
            Meters = parts.Meters,
            Clock = clock,
            Logger = logger,
        };
        _publisher = new OrderPublisher(context);
        _mirror = new StreamMirror(context, _publisher, TakeRule);
        Agents = new AgentDirectory(clock);
        _reports = new OrderReports(Agents, () => _mirror.Epoch, parts.Engine, options, clock);
        _trials = new CanaryTrials(context, Agents, _publisher, () => _mirror.Epoch);
        _trials.Resume();
        var subjects = _connection.Subjects;
        _states = new StreamFollower(_connection, subjects.StateStream, context.ConsumerOf("states"), subjects.AllStates, clock, logger);
    }

    /// <summary>Completes once all orders in force and the state of each agent have been read for the first time.</summary>
    public Task WhenReady => Task.WhenAll(_mirror.WhenWhole, Agents.WhenRead);

    /// <summary>Why the server can't be used now, in one line; null if it can.</summary>
    public string? Trouble => _connection.Trouble ?? _mirror.Trouble ?? _states.Trouble;

    public AgentDirectory Agents { get; }

    /// <summary>Publishes and listens until canceled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            _mirror.RunAsync(cancellationToken),
            _publisher.RunAsync(cancellationToken),
            RunStatesAsync(cancellationToken),
            TickAsync(cancellationToken)
        );

    /// <summary>
    /// Orders an effect on other hosts, and waits up to <see cref="NatsFleetOptions.PublishWithin"/> for the server's acknowledgement.
    /// </summary>
    // Long: one check per reason not to send.
    public async Task<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        if (TargetOf(order) is not { } target)
        {
            var nobody = order.TargetAgent is null or "" ? "agents" : SafeText.Of(order.TargetAgent);
            return DispatchResult.Of([
                new DispatchTarget(nobody, DispatchStatus.Unknown, "no agent has reported this name, and it isn't a valid id"),
            ]);
        }

        if (Rules.RefusalOf(order) is { } refusal)
        {
            return DispatchResult.Of([new DispatchTarget(target.ToString(), DispatchStatus.Refused, $"{refusal.By}: {refusal.Why}")]);
        }

        var key = EffectKey.Of(order);
        var isNewForAll = target == FleetTarget.All && !order.IsByHand && !_ledger.IsOrderedForAll(key);
        if (isNewForAll && !_trials.IsTrying(key) && _allBudget.Take() is { } spent)
        {
            return DispatchResult.Of([new DispatchTarget(target.ToString(), DispatchStatus.Refused, spent)]);
        }

        order = await _offenses.CountAsync(order, _ledger.HeldUntil(key), cancellationToken).ConfigureAwait(false);
        if (Fitting(order) is not { } fitting)
        {
            return DispatchResult.Of([
                new DispatchTarget(
                    target.ToString(),
                    DispatchStatus.Failed,
                    $"the order is longer than {_options.MaxMessageBytes} bytes, or has values that can't be sent"
                ),
            ]);
        }

        var now = _clock.GetUtcNow();
        DateTimeOffset? end =
            order.Timeout > TimeSpan.Zero && order.Timeout < DateTimeOffset.MaxValue - now ? AsSent(now + order.Timeout) : null;
        if (isNewForAll && _options.CanaryAgents is not null && order.Command.TimeoutAllowed)
        {
            return TryFirst(fitting, end);
        }

        var expires = end is null && !order.Command.TimeoutAllowed ? now + _options.OneTimeValidity : end;
        return await PublishAsync(target, fitting, end, expires, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lifts every order in force on a subject.</summary>
    /// <param name="target">Only the orders for this target; null for every target.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="note">Why somebody lifts it, and who.</param>
    /// <returns>The target of each, and a task that completes once its lift is published.</returns>
    public IReadOnlyList<(FleetTarget Target, Task<ulong> Published)> Lift(FleetTarget? target, Subject subject, OrderNote note)
    {
        var lifted = new List<(FleetTarget, Task<ulong>)>();
        foreach (var (message, _) in _ledger.List())
        {
            var content = message.Content;
            if (
                content.Order is not { } order
                || content.Verb != MessageVerb.Apply
                || (target is { } only && only != content.Target && only != FleetTarget.All)
                || !IsAbout(order.Subject, subject)
            )
            {
                continue;
            }

            if (_ledger.Lift(_connection.Subjects.OrderFor(content.Target, content.Key), note) is { } entry)
            {
                _publisher.Enqueue(entry.Subject);
                lifted.Add((content.Target, _ledger.WhenPublished(entry)));
            }
        }

        return lifted;
    }

    /// <summary>Lifts an effect without a known order: an agent may hold it from a stream that was lost.</summary>
    public Task<ulong> LiftUnknown(FleetTarget target, ResponseOrder order)
    {
        var entry = _ledger.LiftUnknown(target, order, _clock.GetUtcNow() + UnknownLiftKept);
        _publisher.Enqueue(entry.Subject);
        return _ledger.WhenPublished(entry);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _ledger.Tidy();
        _file.Dispose();
        _signer.Dispose();
        _offenses.Dispose();
    }

    // Messages have whole milliseconds, and lists on all hosts must show the same time.
    private static DateTimeOffset AsSent(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private Task RunStatesAsync(CancellationToken cancellationToken) =>
        _states.RunAsync(
            async token =>
            {
                Agents.BeginReading();
                await FleetStreams.EnsureAsync(_connection, _options, token).ConfigureAwait(false);
                return 0;
            },
            (found, _) =>
            {
                if (Agents.Take(found) is { } agent)
                {
                    _reports.Take(agent);
                }

                return ValueTask.CompletedTask;
            },
            _ =>
            {
                Agents.CaughtUp();
                return ValueTask.CompletedTask;
            },
            cancellationToken
        );

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var removed = _clock.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TickEvery, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _reports.Tick();
            DecideTrials();
            if (_clock.GetElapsedTime(removed) < RemoveEvery)
            {
                continue;
            }

            removed = _clock.GetTimestamp();
            _ledger.Tidy();
            if (_connection.Trouble is null && _mirror.Trouble is null)
            {
                await new EndedOrders(_connection, _ledger, _logger).RemoveAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<DispatchResult> PublishAsync(
        FleetTarget target,
        ResponseOrder order,
        DateTimeOffset? end,
        DateTimeOffset? expires,
        CancellationToken cancellationToken
    )
    {
        var entry = _ledger.Order(target, order, end, expires);
        _publisher.Enqueue(entry.Subject);
        var published = _ledger.WhenPublished(entry);
        _ = ReportLaterAsync(published, order, target, expires);
        try
        {
            var sequence = await published.WaitAsync(_options.PublishWithin, _clock, cancellationToken).ConfigureAwait(false);
            return sequence > 0 ? ResultOf(target, $"published as {sequence}") : Ended(target);
        }
        catch (TimeoutException)
        {
            var kept = _options.LedgerFile is null ? "kept in memory" : "kept in the ledger";
            return ResultOf(
                target,
                $"the server hasn't acknowledged it yet{(_connection.Trouble is { } trouble ? $" ({SafeText.Of(trouble)})" : "")}; {kept}"
            );
        }
    }

    private static DispatchResult Ended(FleetTarget target) =>
        DispatchResult.Of([new DispatchTarget(target.ToString(), DispatchStatus.Failed, "it ended before the server took it")]);

    private async Task ReportLaterAsync(Task<ulong> published, ResponseOrder order, FleetTarget target, DateTimeOffset? expires)
    {
        var sequence = await published.ConfigureAwait(false);
        if (sequence > 0)
        {
            _reports.Add(order, target, sequence, expires);
        }
    }

    private DispatchResult ResultOf(FleetTarget target, string detail)
    {
        if (target.Kind == FleetTargetKind.Agent)
        {
            var agent = Agents.Find(target.Name!);
            var seen = agent is not null
                ? $"agent last seen {Math.Max(0, (_clock.GetUtcNow() - agent.SeenAt).TotalSeconds):0} s ago"
                : "agent never seen";
            return DispatchResult.Of([
                new DispatchTarget(agent?.State.AgentId ?? target.Name!, DispatchStatus.Queued, $"{detail}; {seen}"),
            ]);
        }

        var hosts = Agents.Of(target).Count();
        var counts = ImmutableSortedDictionary<DispatchStatus, int>.Empty;
        return DispatchResult.Of(
            new DispatchGroup(target.ToString(), hosts == 0 ? counts : counts.Add(DispatchStatus.Queued, hosts), detail) { IsKept = true },
            []
        );
    }

    // An id takes precedence over a name, so that an agent can't get another's orders by its name.
    private FleetTarget? TargetOf(ResponseOrder order)
    {
        if (order.Location == ResponseLocation.All)
        {
            return FleetTarget.All;
        }

        if (order.TargetAgent is not { } agent)
        {
            return null;
        }

        if (HostIdentity.LabelOf(agent) is not null)
        {
            return FleetTarget.TryParse(agent, out var label) ? label : null;
        }

        if (Agents.Find(agent) is null && Agents.FindByName(agent) is { } named)
        {
            return FleetTarget.Agent(named.Key);
        }

        return FleetTarget.IsName(agent) ? FleetTarget.Agent(agent) : null;
    }

    // A long alert must not stop an order whose responder only needs an address.
    private ResponseOrder? Fitting(ResponseOrder order) =>
        new[] { order, order with { Origin = order.Origin with { AlertJson = default } } }.FirstOrDefault(IsWhole);

    // Every agent would refuse an order that it can't read.
    private bool IsWhole(ResponseOrder order)
    {
        const int Envelope = 1024;
        var written = ResponseOrderJson.Write(order);
        return written.Length <= _options.MaxMessageBytes - Envelope
            && ResponseOrderJson.TryRead(written, out var read, out _)
            && EffectKey.Of(read) == EffectKey.Of(order);
    }

    // Orders have everything the alert has; a lift has what a person knows.
    private static bool IsAbout(Subject ordered, Subject named) =>
        (named.Address is null || named.Address == ordered.Address)
        && (named.User is null || named.User == ordered.User)
        && (named.File is null || named.File == ordered.File);
}
