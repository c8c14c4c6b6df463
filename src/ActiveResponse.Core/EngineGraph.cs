using System.IO.Abstractions;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Guards.Network;
using ActiveResponse.Isolation;
using ActiveResponse.Matching;
using ActiveResponse.Notifications;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Reconciliation;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.State;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ActiveResponse;

/// <summary>Builds an engine from its parts, with and without a container.</summary>
internal sealed class EngineGraph : IAsyncDisposable, IDisposable
{
    private readonly ActiveResponseParts _parts;
    private readonly EngineParts _disposal;
    private readonly ILoggerFactory _loggers;
    private readonly IFileSystem _files;
    private readonly HostProtection _protection;
    private readonly ProtectionWatch _protectionWatch;
    private readonly EngineLifetime _lifetime;
    private readonly ResponseExecutor _executor;
    private readonly EngineTelemetry _telemetry;
    private readonly RoomMaker _room;
    private readonly IDisposable? _following;
    private readonly ExecutionSettings _settings;
    private readonly CurrentGuardOptions _guardOptions;
    private readonly INativeFiles _native;
    private readonly bool _stopsFirst;
    private Task? _disposing;

    /// <param name="parts">The parts.</param>
    /// <param name="ownsParts">Whether it disposes of all parts, after a stop; if not, a container does, and its host has stopped the
    /// engine.</param>
    /// <exception cref="ArgumentException">Options are out of their range.</exception>
    /// <exception cref="InvalidOperationException">Two responders claim one name.</exception>
    // Long: creates the parts in the order of their dependencies.
    public EngineGraph(ActiveResponseParts parts, bool ownsParts)
    {
        _parts = parts;
        _stopsFirst = ownsParts;
        _loggers = parts.LoggerFactory ?? NullLoggerFactory.Instance;
        _files = parts.FileSystem ?? new FileSystem();
        var native = parts.NativeFiles ?? NativeFiles.For(_files, parts.Time);
        _native = native;
        _guardOptions = new CurrentGuardOptions(parts.GuardOptions);
        Check(parts, native);
        var (clock, options, ownMeters) = (parts.Time, parts.Execution, parts.MeterFactory is null ? new OwnMeters() : null);
        var meters = parts.MeterFactory ?? ownMeters!;
        var faults = new PluginFaults(meters, LoggerOf<PluginFaults>(), clock);
        var settings = _settings = new ExecutionSettings(options);
        var store = parts.Store ?? new InMemoryResponseStore();
        Store = store is IBuiltInStore ? store : new IsolatedStore(store, () => settings.Current.StoreDeadline, faults, clock);
        _following = parts.ExecutionChanges?.Invoke(settings.Replace);
        var given = parts.TimeoutScheduler;
        ITimeoutScheduler scheduler = given is null or TimeoutScheduler
            ? given ?? new TimeoutScheduler(clock)
            : new IsolatedScheduler(given, () => settings.Current.SchedulerDeadline, faults, clock);
        var dispatcher = parts.Dispatcher ?? new NoTransportDispatcher();
        var active = new ActiveConfiguration(parts.Config, config => Isolated(parts.RuleMatcher(config), settings, faults, clock));
        Binding = new ResponderBinding(parts.Responders, parts.Scripts?.For(parts.Config.Dialect));

        var changes = new ProtectionChanges();
        var network = new HostNetworkCache(
            parts.NetworkReader ?? ResponseGuards.ReaderOf(_loggers, _files),
            clock,
            parts.GuardOptions.NetworkRefresh,
            changed: changes.Signal
        );
        var resolver = parts.NameResolver ?? new DnsHostNameResolver();
        var names = new ResolvedNames(resolver, clock, parts.GuardOptions, LoggerOf<ResolvedNames>(), changes.Signal);
        var allowList = new AllowListGuard(() => active.Current.Config.AllowList, names, _guardOptions);
        var hostGuards = new HostNetworkGuards(_guardOptions, network);
        var allowLists = new AllowLists(allowList, parts.Guards.OfType<IAllowingGuard>());
        _protection = new HostProtection(allowLists, hostGuards, names, network, changes);
        var guards = ChainOf([.. BuiltInGuards(active, names, allowList, hostGuards)], hostGuards, faults);

        Positions = new IntakePositions(Store, clock, LoggerOf<IntakePositions>());
        _telemetry = new EngineTelemetry(meters, store);
        var offenses = new OffenseCounter(() => active.Current.Config.RepeatedOffenders, options);
        var ledger = new EffectLedger(Store, offenses, new EffectTimers(scheduler), Positions);
        var idle = new IdleGate();
        var room = new RoomRequests(idle);
        var observers = new ObserverHub(
            [.. BoundedPlaces(room), .. parts.Observers],
            new ExecutionTelemetry(meters, LoggerOf<ExecutionTelemetry>()),
            settings,
            faults,
            clock,
            LoggerOf<ResponseExecutor>()
        );
        _executor = new ResponseExecutor(Binding, ledger, observers, settings, idle, clock, LoggerOf<ResponseExecutor>());
        Endings = new EffectReverts(ledger.Timers, _executor.Effects, Store, clock, LoggerOf<EffectReverts>());
        _room = new RoomMaker(room, Endings, LoggerOf<EffectReverts>());
        var presences = new PresenceReader(settings, faults, clock, LoggerOf<PresenceReader>());
        Unrecorded = new UnrecordedEffects(Binding, ledger, _executor.Effects, allowLists, presences, LoggerOf<UnrecordedEffects>());
        var inventory = new HostInventory(Binding, presences);
        Drift = new DriftWatch(inventory, Store, Endings, Unrecorded, options, clock, LoggerOf<DriftWatch>());
        Places = new PlaceWatch(Binding, dispatcher, options, clock, LoggerOf<PlaceWatch>());
        var recovery = new StartupRecovery(Binding, Store, Endings, options, clock, LoggerOf<StartupRecovery>());
        var responses = new ResponseCheck(Binding, parts.Host, options.DryRun, LoggerOf<ActiveResponseEngine>());
        _protectionWatch = new ProtectionWatch(_protection, Store, Endings, LoggerOf<ActiveResponseEngine>());
        _lifetime = new EngineLifetime(
            responses,
            Places,
            new HostReconciler(Endings, recovery, Drift),
            _protection,
            _protectionWatch,
            new EngineShutdown(_executor, ledger, Endings, options, clock, LoggerOf<ActiveResponseEngine>()),
            options.DryRun
        );
        var sender = new OrderSender(dispatcher, _executor, settings, faults, clock);
        var pipeline = new OrderPipeline(guards, changes, MakeBudgets(), new AddressFolding(settings), sender, _executor);
        var binder = new OrderBinder(
            new ResponsePlanner(parts.Host, parts.Config.Dialect),
            Binding,
            startsOnReader: store is IBuiltInStore
        );
        Lifts = new EffectLifts(Store, Endings, Unrecorded, clock);
        Engine = new ActiveResponseEngine(this, active, binder, pipeline, _lifetime, _telemetry);
        var files = new AlertFileOpener(_files, native, Positions, clock, LoggerOf<AlertIntake>());
        Intake = new AlertIntake(Engine, _telemetry, Positions, files, () => settings.Current.MaxAlertAge, clock, LoggerOf<AlertIntake>());
        InPlace = new InPlaceCheck(inventory, Store, Unrecorded);
        Health = new EngineHealth([
            new StoreHealth(Store, clock),
            new ResponseHealth(active, responses),
            new FirewallHealth(Binding),
            new IntakeHealth(Intake),
            new PlaceHealth(Places),
            new EffectHealth(Store, Binding, InPlace),
            .. parts.Observers.OfType<NotificationObserver>().Select(static one => new NotificationHealth(one)),
            .. parts.HealthSources.Select(source => new HostHealth(source, clock)),
            new KillSwitchHealth(parts.GuardOptions.KillSwitchFile, _files),
        ]);
        Responses = responses;
        Removal = new EngineRemoval(Binding, Lifts, _executor, clock);
        object?[] owned = ownsParts
            ? [dispatcher, scheduler, given, Store, .. parts.Guards, .. parts.Observers, ownMeters]
            : [scheduler as IsolatedScheduler, ownMeters];
        _disposal = new EngineParts(Binding, owned, _loggers);
    }

    public ActiveResponseEngine Engine { get; }

    public AlertIntake Intake { get; }

    public ResponderBinding Binding { get; }

    public IResponseStore Store { get; }

    public IntakePositions Positions { get; }

    public EffectReverts Endings { get; }

    public UnrecordedEffects Unrecorded { get; }

    public DriftWatch Drift { get; }

    public PlaceWatch Places { get; }

    public HostIdentity Host => _parts.Host;

    public TimeProvider Clock => _parts.Time;

    public ResponseExecutor Executor => _executor;

    public EffectLifts Lifts { get; }

    public ResponseCheck Responses { get; }

    public InPlaceCheck InPlace { get; }

    public EngineHealth Health { get; }

    public EngineRemoval Removal { get; }

    /// <summary>Whether an order keeps its subject blocked until it is lifted: a notification, a scan or a restart doesn't.</summary>
    public bool Blocks(ResponseOrder order) =>
        BlockingOrders.MayBlock(order.Command, _guardOptions.Current) && Binding.Find(order.Command)?.KeepsEffect(order) == true;

    /// <summary>Replaces the options; those that are read once stay as at the start.</summary>
    public void ReplaceOptions(ExecutionOptions execution, GuardOptions guards)
    {
        Check(_parts with { Execution = execution, GuardOptions = guards }, _native);
        _settings.Replace(execution);
        _guardOptions.Replace(guards);
    }

    public ValueTask DisposeAsync()
    {
        lock (_disposal)
        {
            return new ValueTask(_disposing ??= DisposeOnceAsync());
        }
    }

    // For containers that are disposed of synchronously.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task DisposeOnceAsync()
    {
        if (_stopsFirst && _lifetime.WasStarted)
        {
            await _lifetime.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _following?.Dispose();
        Places.Dispose();
        Drift.Dispose();
        _protectionWatch.Dispose();
        await _executor.DisposeAsync().ConfigureAwait(false);
        _room.Dispose();
        Positions.Dispose();
        _protection.Dispose();
        await _disposal.DisposeAsync().ConfigureAwait(false);
        _telemetry.Dispose();
    }

    private static void Check(ActiveResponseParts parts, INativeFiles native)
    {
        ThrowIfFailed(typeof(ExecutionOptions), new ExecutionOptionsValidator().Validate(null, parts.Execution));
        ThrowIfFailed(typeof(GuardOptions), new GuardOptionsValidator(native).Validate(null, parts.GuardOptions));

        static void ThrowIfFailed(Type options, ValidateOptionsResult result)
        {
            if (result.Failed)
            {
                throw new OptionsValidationException(Options.DefaultName, options, result.Failures);
            }
        }
    }

    private static IRuleMatcher Isolated(IRuleMatcher matcher, ExecutionSettings settings, PluginFaults faults, TimeProvider clock) =>
        matcher is RuleMatcher ? matcher : new IsolatedMatcher(matcher, () => settings.Current.MatcherDeadline, faults, clock);

    // A wrapped built-in guard contains foreign code too; name resolution may add its own time.
    private GuardChain ChainOf(IReadOnlyList<IResponseGuard> builtIn, HostNetworkGuards hostGuards, PluginFaults faults)
    {
        var options = _parts.GuardOptions;
        List<IResponseGuard> wrapped = [.. builtIn.Select(_parts.WrapGuard)];
        var own = wrapped.Where((guard, i) => guard == builtIn[i]).ToList();
        List<IResponseGuard> given = [.. _parts.Guards.Select(_parts.WrapGuard)];
        List<IResponseGuard> inline = [.. given.OfType<IInlineGuard>()];
        List<IResponseGuard> added = [.. wrapped.Except(own), .. given.Except(inline)];
        var limit = own.Count == builtIn.Count ? options.GuardDeadline : options.GuardDeadline + options.NameDeadline;
        return new GuardChain([.. hostGuards.Joined(own), .. inline], added, () => limit, _parts.Time, faults);
    }

    private IEnumerable<IResponseGuard> BuiltInGuards(
        ActiveConfiguration active,
        ResolvedNames names,
        AllowListGuard allowList,
        HostNetworkGuards hostGuards
    )
    {
        var options = _parts.GuardOptions;
        if (options.KillSwitchFile is { } file)
        {
            yield return new KillSwitchGuard(file, _files, _parts.Time, LoggerOf<KillSwitchGuard>());
        }

        yield return new BlockingOrders(new ProtectedAddressGuard(_guardOptions), _guardOptions);
        foreach (var guard in hostGuards.All)
        {
            yield return guard;
        }

        if (options.ProtectManagers)
        {
            yield return new BlockingOrders(new ManagerGuard(() => active.Current.Config.Managers, names, _guardOptions), _guardOptions);
        }

        yield return allowList;
    }

    // Every service reads a deny file for each connection, so its size must be limited.
    private IEnumerable<IResponseObserver> BoundedPlaces(RoomRequests room) =>
        Binding
            .Registered.OfType<FirewallResponder>()
            .Where(static responder => responder.Backend is HostsDenyBackend)
            .Select(responder => new RoomByAge(
                responder.Name,
                ((HostsDenyBackend)responder.Backend).MaxEntries,
                room,
                Store,
                LoggerOf<EffectReverts>()
            ));

    private BlockBudgets MakeBudgets() =>
        new(
            _guardOptions,
            async (key, token) =>
                await Store.FindOffenseAsync(key, token).ConfigureAwait(false) is not null
                || await Store.FindAsync(key, token).ConfigureAwait(false) is not null,
            _parts.Time,
            LoggerOf<BlockBudgets>()
        );

    private ILogger<T> LoggerOf<T>() => _loggers.CreateLogger<T>();
}
