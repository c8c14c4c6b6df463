using System.Net.Sockets;
using ActiveResponse.Alerts;
using ActiveResponse.AspNetCore.Events;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Ossec.ManagerQueues;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Sqlite;
using ActiveResponse.State;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Fleet;
using ActiveResponse.Tool.Output;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Running;

/// <summary>Composes the engine for <c>run</c>, feeds it, and runs until it is stopped or done.</summary>
internal sealed class Runner(RunSettings settings, ActiveResponseConfig config, IRunReport report)
{
    // A store that hangs holds up all that is new: no position has this name.
    private const string AliveProbe = "watchdog";

    private readonly AllowFile _allow = AllowFile.Beside(settings.KeepsState ? settings.StateFile : null);
    private readonly OutcomeCounter _outcomes = new(report);
    private readonly EventLog _events = new(TimeProvider.System);

    /// <summary>Runs until stopped or done.</summary>
    /// <param name="file">The configuration file, which is watched for changes.</param>
    /// <param name="rereads">Produces a signal for each immediate reread.</param>
    /// <param name="reread">Rereads the settings, and applies them by the given function.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<int> RunAsync(
        ConfigFileSource file,
        SemaphoreSlim rereads,
        Func<Action<RunSettings>, Action> reread,
        CancellationToken cancellationToken
    )
    {
        report.Start(settings, config);
        await using var agent = Compose(startsNow: true);
        var engine = agent.Engine;
        using var socket = settings.ControlSocket is { } path ? ControlSocket.Listen(path, settings.ControlGroup) : null;
        using var input = settings.ReadsStandardInput ? AlertInput.Open(settings.AlertsFile!) : null;
        var source = await SourceOfAsync(engine, input);
        string? problem = null;
        await report.WhileAsync(
            async () => problem = await ServeAsync(agent, socket, source, (file, rereads, reread), cancellationToken),
            engine.ListAsync,
            () => engine.Intake.BytesBehind
        );
        var left = await engine.ListAsync(CancellationToken.None);
        report.End(_outcomes, left);
        if (problem is not null)
        {
            await Console.Error.WriteLineAsync(Journal.OnError(Journal.Error) + problem);
        }

        // A stop reports whether it succeeded; earlier failures were reported when they happened.
        var isWell = cancellationToken.IsCancellationRequested || (problem is null && _outcomes.Failures == 0);
        return isWell && (settings.KeepsState || left.All(static effect => effect.Until is null)) ? ExitCodes.Fine : ExitCodes.Findings;
    }

    /// <summary>Starts the engine, follows the source, and stops it. Returns why reading failed, or null.</summary>
    private async Task<string?> ServeAsync(
        ComposedAgent agent,
        Socket? socket,
        IAlertSource? source,
        (ConfigFileSource File, SemaphoreSlim Rereads, Func<Action<RunSettings>, Action> Reread) watched,
        CancellationToken cancellationToken
    )
    {
        var engine = agent.Engine;
        await using var service = ServiceNotifier.OfThisProcess();
        try
        {
            await engine.StartAsync(cancellationToken);
            await agent.JoinFleetAsync(cancellationToken);
            _ = MemoryAfterStart.TrimAsync(engine, cancellationToken);
            var allow = new AllowChanges(engine, _allow, config.AllowList);
            var stateFile = _allow.Path is null ? null : settings.StateFile;
            var view = AgentView.Of(agent, allow, settings, watched.File);
            await using var states = socket is null ? null : new StateWatch(engine, view, TimeProvider.System);
            await using var control = socket is null
                ? null
                : new AgentControl(agent, allow, stateFile, view).ServeAt(socket, settings.ControlGroup);
            await using var watch = new ConfigWatch(
                watched.File,
                watched.Rereads,
                allow,
                report,
                watched.Reread(other => engine.ReplaceOptions(ExecutionOf(other), GuardsOf(other)))
            );
            service?.Ready(async token => _ = await agent.Store.FindPositionAsync(AliveProbe, token));
            return await FollowAsync(engine.Intake, engine, source, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it started.
            return null;
        }
        finally
        {
            service?.Stopping();
            await agent.LeaveFleetAsync();

            // Whatever went wrong, what is timed and not on record must not stay for ever.
            await engine.StopAsync(CancellationToken.None);
        }
    }

    private async Task<IAlertSource?> SourceOfAsync(ActiveResponseEngine engine, AlertInput? input)
    {
        if (settings.AlertsFile is not { } file)
        {
            return null;
        }

        return input is null
            ? await engine.Intake.OpenAsync(
                file,
                new AlertFileOptions { Follow = !settings.ExitWhenIdle, FromStart = settings.FromStart },
                CancellationToken.None
            )
            : new AlertStreamReader(input.Stream!);
    }

    /// <summary>Reads alerts until canceled. Returns why reading failed, or null.</summary>
    private async Task<string?> FollowAsync(
        AlertIntake intake,
        ActiveResponseEngine engine,
        IAlertSource? source,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (source is null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return null;
            }

            // Opening a pipe nobody writes to blocks its thread: a stop must come through all the same.
            await Task.Run(() => intake.RunAsync(source, settings.AlertsFile!, cancellationToken), cancellationToken)
                .WaitAsync(cancellationToken);
            await engine.DrainAsync(cancellationToken);
            report.InputEnded(source.Statistics, await engine.ListAsync(cancellationToken), settings.ExitWhenIdle);
            await (
                settings.ExitWhenIdle
                    ? WhenNoTimedEffectAsync(engine, cancellationToken)
                    : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            );
        }
        catch (OperationCanceledException)
        {
            // Stopped: from here on, only effects in place are reverted.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AlertInput.ProblemOf(settings.AlertsFile!, e);
        }

        return null;
    }

    private async Task WhenNoTimedEffectAsync(ActiveResponseEngine engine, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _outcomes.NextAsync(cancellationToken);
            await engine.DrainAsync(cancellationToken);
            var effects = await engine.ListAsync(cancellationToken);
            if (effects.All(static effect => effect.Until is null))
            {
                return;
            }

            await next;
        }
    }

    /// <summary>Composes an agent by the settings, without starting it.</summary>
    /// <param name="more">Changes the parts, or null.</param>
    /// <param name="startsNow">Whether it is started right away.</param>
    public ComposedAgent Compose(Func<ActiveResponseParts, ActiveResponseParts>? more = null, bool startsNow = false)
    {
        var loggers = new LoggerFactory(
            [new StderrLoggerProvider(report.Print)],
            new LoggerFilterOptions { MinLevel = LogLevel.Information }
        );
        var runner = CommandRunner.Native(TimeProvider.System);
        var responders = new RunnerResponders(settings, runner, loggers).All();
        var store = settings.KeepsState ? OpenStore(responders, startsNow, loggers) : new InMemoryResponseStore();
        var parts = new ActiveResponseParts
        {
            Config = config with { AllowList = AllowFile.Merge(_allow.Read(), config.AllowList) },
            Host = settings.Host ?? (settings.Manager is null ? HostIdentity.Standalone : new HostIdentity { Role = HostRole.Server }),
            Responders = responders,
            Scripts = ScriptsOf(runner),
            Dispatcher = settings.Manager is { } manager
                ? new ManagerQueueDispatcher(QueuesOf(manager), config.Dialect, TimeProvider.System)
                : null,
            Store = store,
            Guards = settings is { Host: null, Manager: null, Fleet: null } ? [new OtherAgentGuard()] : [],
            GuardOptions = GuardsOf(settings),
            Observers = [_outcomes, .. SocketEvents(store), .. settings.Notifications.Observers(runner, loggers)],
            Execution = ExecutionOf(settings),
            LoggerFactory = loggers,
        };
        parts = more?.Invoke(parts) ?? parts;
        return settings.Fleet is { } fleet
            ? ComposeMember(fleet, parts, store)
            : new ComposedAgent(ActiveResponseEngine.Create(parts), store, responders) { Events = _events };
    }

    private IResponseStore OpenStore(IReadOnlyList<ResponderRegistration> responders, bool startsNow, ILoggerFactory loggers)
    {
        // The firewall is probed while the store is read: after a restart, blocks wait for both.
        var probing = new CancellationTokenSource();
        foreach (var drop in responders.Select(static one => one.Responder).OfType<FirewallDropResponder>())
        {
            if (startsNow && !settings.IsDryRun)
            {
                drop.Selection.ProbeAhead(probing.Token);
            }
        }

        try
        {
            return SqliteStore.Open(new SqliteStoreOptions { File = settings.StateFile! }, TimeProvider.System, loggers);
        }
        catch
        {
            // Another agent uses the store, and perhaps the firewall.
            probing.Cancel();
            throw;
        }
    }

    private ComposedAgent ComposeMember(FleetSettings fleet, ActiveResponseParts parts, IResponseStore store)
    {
        var member = FleetJoining.Join(fleet, settings, parts);
        return new ComposedAgent(ActiveResponseEngine.Create(member.Parts), store, parts.Responders, member) { Events = _events };
    }

    private ScriptSource? ScriptsOf(CommandRunner runner)
    {
        if (!settings.CanAct)
        {
            return ScriptSource.Assumed();
        }

        if (settings.Scripts is { } folder)
        {
            return ScriptSource.Folder(new ScriptOptions { Folder = folder, Overrides = settings.ScriptOverrides }, runner);
        }

        return settings.ActsItself || settings.Manager is null ? null : ManagerQueueDispatcher.HandedOverScripts;
    }

    private IEnumerable<IResponseObserver> SocketEvents(IResponseStore store) =>
        settings.ControlSocket is null ? [] : [new EngineEvents(_events, store, TimeProvider.System)];

    private ManagerQueueOptions QueuesOf(string manager) => new() { Home = manager, TakesOwnOrders = !settings.ActsItself };

    // What isn't reloadable stays as at the start, whatever the others say.
    private ExecutionOptions ExecutionOf(RunSettings current) =>
        new()
        {
            DryRun = settings.IsDryRun,
            MaxAlertAge = current.MaxAge,
            FoldIPv6To = current.FoldIPv6To,
        };

    private GuardOptions GuardsOf(RunSettings current)
    {
        var options = new GuardOptions();
        (current.Guards with { Off = settings.Guards.Off }).Set(options);
        options.KillSwitchFile = settings.KillSwitch ?? options.KillSwitchFile;
        return options;
    }
}
