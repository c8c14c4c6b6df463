using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse;

/// <summary>Decides what an alert triggers, carries it out, and reverts it on time. Thread-safe.</summary>
/// <remarks>
/// Created by <c>services.AddActiveResponse()</c>, which also starts and stops it with the host, or by <see cref="Create"/>. Outcomes go to
/// <see cref="IResponseObserver"/>s.
/// </remarks>
public sealed partial class ActiveResponseEngine : IAsyncDisposable, IDisposable
{
    private readonly EngineGraph _graph;
    private readonly ActiveConfiguration _active;
    private readonly OrderBinder _binder;
    private readonly OrderPipeline _pipeline;
    private readonly EngineLifetime _lifetime;
    private readonly EngineTelemetry _telemetry;

    internal ActiveResponseEngine(
        EngineGraph graph,
        ActiveConfiguration active,
        OrderBinder binder,
        OrderPipeline pipeline,
        EngineLifetime lifetime,
        EngineTelemetry telemetry
    )
    {
        (_graph, _active, _binder) = (graph, active, binder);
        (_pipeline, _lifetime, _telemetry) = (pipeline, lifetime, telemetry);
    }

    /// <summary>
    /// Creates an engine without a container. Start it before the first alert or order, and dispose of it, which stops it and disposes of
    /// its parts.
    /// </summary>
    /// <param name="parts">Parts of the engine.</param>
    /// <exception cref="ArgumentException">Options are out of their range; the message lists all.</exception>
    /// <exception cref="InvalidOperationException">Two responders claim one name.</exception>
    public static ActiveResponseEngine Create(ActiveResponseParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new EngineGraph(parts, ownsParts: true).Engine;
    }

    /// <summary>Current configuration.</summary>
    public ActiveResponseConfig Config => _active.Current.Config;

    /// <summary>Identity of this host.</summary>
    public HostIdentity Host => _graph.Host;

    /// <summary>Responses that should run on this host but can't: nothing is bound to them, or their timeout can't be kept.</summary>
    public ImmutableArray<BindingProblem> BindingProblems => _graph.Responses.ProblemsOf(Config);

    /// <summary>Feeds alerts of files, streams and other sources to this engine.</summary>
    public AlertIntake Intake => _graph.Intake;

    internal ResponderBinding Binding => _graph.Binding;

    internal bool Blocks(ResponseOrder order) => _graph.Blocks(order);

    internal IRuleMatcher Matcher => _active.Current.Matcher;

    /// <summary>Recovers what an earlier run left and starts the timers. <c>AddActiveResponse</c> hosts call it.</summary>
    /// <remarks>
    /// A second call waits for the first. A failed start, e.g. because the store couldn't be read, can be repeated and does all its work
    /// again.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task StartAsync(CancellationToken cancellationToken = default) => _lifetime.StartAsync(Config, cancellationToken);

    /// <summary>Finishes queued work and, if the store doesn't outlive the process, reverts all timed effects.</summary>
    /// <param name="cancellationToken">Cancels waiting before the stop deadline.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _lifetime.StopAsync(cancellationToken);

    /// <summary>Handles an alert: returns once its orders are queued or refused; observers get the outcomes.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellationToken">Cancels waiting for room in a queue.</param>
    /// <returns>What fires and the resulting orders, with refusals.</returns>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public async ValueTask<ResponsePlan> HandleAsync(Alert alert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ThrowIfNotStarted();
        var matched = Match(alert);
        _telemetry.AlertsSeen(1, fired: !matched.IsEmpty);
        return matched.IsEmpty
            ? new ResponsePlan(alert, [])
            : await HandleMatchedAsync(new MatchedAlert(alert, matched), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Handles an alert whose responses are already known.</summary>
    internal async ValueTask<ResponsePlan> HandleMatchedAsync(MatchedAlert alert, CancellationToken cancellationToken)
    {
        ThrowIfNotStarted();
        using var activity = _telemetry.StartAlert(alert.Alert);
        var matched = alert.Responses;
        var given = _binder.Bind(alert);
        var responses = new PlannedResponse[matched.Length];
        for (var i = 0; i < responses.Length; i++)
        {
            var orders = new PlannedOrder[given[i].Length];
            for (var j = 0; j < orders.Length; j++)
            {
                orders[j] = await _pipeline.CarryAsync(given[i][j], cancellationToken).ConfigureAwait(false);
            }

            responses[i] = new PlannedResponse
            {
                Response = matched[i].Response,
                Fired = true,
                Reasons = matched[i].Reasons,
                Orders = ImmutableCollectionsMarshal.AsImmutableArray(orders),
            };
        }

        return new ResponsePlan(alert.Alert, ImmutableCollectionsMarshal.AsImmutableArray(responses));
    }

    /// <summary>Explains what an alert would trigger and why, for every response of the configuration; does nothing.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellationToken">Cancels waiting, e.g. for an allow-list name.</param>
    public async ValueTask<ResponsePlan> ExplainAsync(Alert alert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var responses = ImmutableArray.CreateBuilder<PlannedResponse>();
        foreach (var verdict in ExplainMatch(alert))
        {
            var orders = ImmutableArray.CreateBuilder<PlannedOrder>();
            if (verdict.Fired)
            {
                foreach (var order in _binder.Bind(verdict.Response, new MatchedAlert(alert, [])))
                {
                    orders.Add((await _pipeline.JudgeAsync(order, cancellationToken).ConfigureAwait(false)).Planned);
                }
            }

            responses.Add(
                new PlannedResponse
                {
                    Response = verdict.Response,
                    Fired = verdict.Fired,
                    Reasons = verdict.Reasons,
                    Because = verdict.Because,
                    Orders = orders.DrainToImmutable(),
                }
            );
        }

        return new ResponsePlan(alert, responses.DrainToImmutable());
    }

    /// <summary>Gives an order by hand, bypassing the matcher but not the guards, and waits for its outcome.</summary>
    /// <param name="executable">Name of the responder, or of an executable it is bound to.</param>
    /// <param name="subject">What to act on.</param>
    /// <param name="timeout">Duration; greater than zero. <see cref="ApplyPermanentlyAsync"/> sets no end.</param>
    /// <param name="cancellationToken">Cancels waiting; the order stands.</param>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public Task<ExecutedAction> ApplyAsync(
        string executable,
        Subject subject,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    ) => ByHand(OrderNote.None).ApplyAsync(executable, subject, timeout, cancellationToken);

    /// <summary>Gives an order by hand without an end: it stays until lifted, even across a stop.</summary>
    /// <param name="executable">Name of the responder, or of an executable it is bound to.</param>
    /// <param name="subject">What to act on.</param>
    /// <param name="cancellationToken">Cancels waiting; the order stands.</param>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public Task<ExecutedAction> ApplyPermanentlyAsync(string executable, Subject subject, CancellationToken cancellationToken = default) =>
        ByHand(OrderNote.None).ApplyPermanentlyAsync(executable, subject, cancellationToken);

    /// <summary>Gives orders and lifts by hand that have a reason and a name on record.</summary>
    /// <param name="note">Why, and who does it.</param>
    public ManualOrders ByHand(OrderNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return new ManualOrders(this, _graph.Lifts, note);
    }

    /// <summary>Accepts an order from another host and waits for its outcome. For transports.</summary>
    /// <remarks>
    /// Nothing in the order is trusted: its values are checked again, it is bound to this host's responders whatever the sender names, and
    /// it must pass this host's guards. Refusals are reported to observers like any other outcome.
    /// </remarks>
    /// <param name="order">The order, as sent.</param>
    /// <param name="cancellationToken">Cancels waiting; the order stands.</param>
    /// <exception cref="InvalidOperationException">The engine wasn't started.</exception>
    public Task<ExecutedAction> ReceiveAsync(ResponseOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return ReceiveIncomingAsync(new IncomingOrder(order), cancellationToken);
    }

    /// <summary>Reports the delivery of a sent order to observers, if the transport learns it later. For transports.</summary>
    /// <param name="order">The order, as given to the transport.</param>
    /// <param name="target">The host and its status.</param>
    public void ReportSent(ResponseOrder order, DispatchTarget target)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(target);
        _pipeline.Report(order, target);
    }

    /// <summary>
    /// Tells observers what became of an order on a group of hosts, in one outcome, when the transport learns it later. For transports.
    /// </summary>
    /// <param name="order">The order, as it was given to the transport.</param>
    /// <param name="group">The hosts, and how many did what.</param>
    public void ReportSent(ResponseOrder order, DispatchGroup group)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(group);
        _pipeline.Report(order, group);
    }

    /// <summary>Replaces the configuration. Effects in place keep their ends; alerts being handled finish under the old one.</summary>
    /// <remarks>
    /// A response that is gone no longer extends blocks. Effects that the new allow list covers are reverted, except while a name has yet
    /// to be resolved.
    /// </remarks>
    /// <param name="config">The configuration, of the same dialect as the old one.</param>
    /// <param name="cancellationToken">Cancels waiting for the lifts; they continue, and the configuration stays.</param>
    /// <returns>The outcomes of the lifts; none if the allow list covers nothing in place.</returns>
    /// <exception cref="ArgumentException">The dialect differs; scripts and matching are bound to it at start. Nothing was
    /// changed.</exception>
    public Task<IReadOnlyList<ExecutedAction>> ReloadAsync(ActiveResponseConfig config, CancellationToken cancellationToken = default) =>
        ByHand(OrderNote.None).ReloadAsync(config, cancellationToken);

    internal Task<IReadOnlyList<ExecutedAction>> ReloadByHandAsync(
        ActiveResponseConfig config,
        OrderNote note,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Dialect != Config.Dialect)
        {
            throw new ArgumentException(
                $"The dialect can't change from {Config.Dialect} to {config.Dialect} while the engine runs.",
                nameof(config)
            );
        }

        _active.Replace(config);
        return _lifetime.ReloadedAsync(config, note, cancellationToken);
    }

    /// <summary>Reverts what the allow list of a guard covers, after it has changed.</summary>
    internal Task<IReadOnlyList<ExecutedAction>> RevertAllowedAsync(OrderNote note, CancellationToken cancellationToken) =>
        _lifetime.RevertAllowedAsync(note, cancellationToken);

    /// <summary>
    /// Reverts every effect on a subject, whoever holds it, and waits for the outcomes. Without a record, the firewalls are searched for
    /// our entries.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels waiting; the lifts continue.</param>
    /// <returns>One outcome per effect; none if nothing was in place.</returns>
    public Task<IReadOnlyList<ExecutedAction>> LiftAsync(Subject subject, CancellationToken cancellationToken = default) =>
        ByHand(OrderNote.None).LiftAsync(subject, cancellationToken);

    /// <summary>
    /// Reverts every effect of this host, whoever holds it, and our entries without a record, and waits for the outcomes. What is wanted
    /// after the call stays.
    /// </summary>
    /// <param name="cancellationToken">Cancels waiting; the lifts continue.</param>
    /// <returns>One outcome per effect; none if nothing was in place.</returns>
    public Task<IReadOnlyList<ExecutedAction>> LiftAllAsync(CancellationToken cancellationToken = default) =>
        ByHand(OrderNote.None).LiftAllAsync(cancellationToken);

    /// <summary>Lists the effects in place, being applied, or being reverted.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken = default) =>
        _graph.Store.ListAsync(cancellationToken);

    /// <summary>Waits until nothing is queued or in progress; ignores effects that wait for their end and unresponsive observers.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public Task DrainAsync(CancellationToken cancellationToken = default) => _graph.Executor.WhenIdleAsync(cancellationToken);

    internal async Task<ExecutedAction> ApplyManuallyAsync(
        string executable,
        Subject subject,
        TimeSpan timeout,
        OrderNote note,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(executable);
        ArgumentNullException.ThrowIfNull(subject);
        ThrowIfNotStarted();
        return await _pipeline.RunAsync(_binder.BindManual(executable, subject, timeout, note), cancellationToken).ConfigureAwait(false);
    }

    // No timers run yet: a block would never end.
    private void ThrowIfNotStarted()
    {
        if (!_lifetime.IsStarted)
        {
            throw new InvalidOperationException(
                "The engine isn't started. Start the host it was added to, or await engine.StartAsync() before the first alert or order."
            );
        }
    }

    private ImmutableArray<MatchedResponse> Match(Alert alert)
    {
        var matcher = _active.Current.Matcher;
        var matched = matcher.Match(KeyOf(alert));
        return matched.IsEmpty ? matched : matcher.Refine(alert, matched);
    }

    private ImmutableArray<MatchVerdict> ExplainMatch(Alert alert)
    {
        var matcher = _active.Current.Matcher;
        return matcher.Refine(alert, matcher.Explain(KeyOf(alert)));
    }

    private static AlertKey KeyOf(Alert alert) =>
        new()
        {
            RuleId = alert.RuleId,
            Level = alert.Level,
            Groups = LosslessText.Encode(alert.Groups),
        };
}
