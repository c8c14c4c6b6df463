using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Execd;

/// <summary><c>execd</c>: takes the messages of the original's queue, and has the engine carry them out.</summary>
internal sealed class EngineExecd(ExecdSettings settings)
{
    /// <summary>So many orders of one executable may be under way, and so many bytes of their messages; what comes then is told and
    /// dropped.</summary>
    private const int MostOrders = 20_000;

    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>The original starts a restart for each message; more than these few would only restart what is restarting.</summary>
    private const int RestartsAtOnce = 2;

    private readonly OrderRoom _room = new(MostOrders, MostBytes, ExecdNotes.Write);

    public async Task<int> RunAsync(CancellationToken told)
    {
        using var signals = new StopSignals(told);
        var folder = settings.Folder;
        var reading = ExecdStart.Read(folder);
        if (await ExecdStart.StopEarlyAsync(folder, reading, ExitCodes.Fine, settings.WhenReady, signals.Token) is { } code)
        {
            return code;
        }

        using var pid = new PidFile(folder, ExecdNotes.Write);
        using var queue = await ExecdSocket.BindAsync(
            folder,
            ExecdNotes.Write,
            settings.WhenReady is null ? TimeSpan.Zero : ExecdSocket.RestartPatience,
            signals.Token
        );
        IRunReport report = settings.Json ? new RunJson(Console.Out) : new RunReport(ToolConsole.Out);
        var config = ConfigOf(reading);
        var runner = new Runner(settings.Engine with { Host = new HostIdentity { Role = HostRole.Agent } }, config, report);
        ComposedAgent? composed = null;
        var log = new ResponseLog(folder, name => composed!.HasResponder(name), TimeProvider.System, ExecdNotes.Write);
        await using var agent = composed = runner.Compose(parts =>
            parts with
            {
                Scripts = ExecdScripts.Source(folder, CommandRunner.Native(TimeProvider.System), settings.Engine.ScriptOverrides),
                Observers = [.. parts.Observers, log],
            }
        );
        var engine = agent.Engine;
        using var control = settings.Engine.ControlSocket is { } path ? ControlSocket.Listen(path) : null;
        try
        {
            await engine.StartAsync(signals.Token);
            var state = settings.Engine.KeepsState ? settings.Engine.StateFile : null;
            await using var server = control is null
                ? null
                : new AgentControl(agent, new AllowChanges(engine, AllowFile.Beside(state), config.AllowList), state).ServeAt(control);
            ExecdNotes.Write(new ExecdNote(null, $"listening at {folder.Queue}"));
            settings.WhenReady?.Invoke();
            await FollowAsync(agent, queue, signals.Token);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        finally
        {
            await engine.StopAsync(CancellationToken.None);
        }

        var left = await engine.ListAsync(CancellationToken.None);
        return settings.Engine.KeepsState || left.All(static effect => effect.Until is null) ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private async Task FollowAsync(ComposedAgent agent, ExecdSocket queue, CancellationToken stop)
    {
        var names = new NameTable(settings.Folder, ExecdNotes.Write, agent.IsRegistered);
        var orders = new ExecdOrders(settings.Folder, names, ExecdNotes.Write);
        var restart = new ExecdPrograms(
            settings.Folder,
            CommandRunner.Native(TimeProvider.System),
            new Lock(),
            ExecdNotes.Write,
            settings.Engine.ScriptOverrides,
            RestartsAtOnce,
            RestartsAtOnce
        );
        while (true)
        {
            var datagram = await queue.ReceiveAsync(stop);
            if (datagram.IsEmpty)
            {
                continue;
            }

            if (orders.RestartOf(datagram.Span) is { } run)
            {
                if (new ScriptFolder(settings.Folder.ScriptFolder).TryFind(Path.GetFileName(run.Program), out _, out var reason))
                {
                    _ = restart.StartAsync(run, turn: null, CancellationToken.None);
                }
                else
                {
                    ExecdNotes.Write(new ExecdNote(null, $"the restart that was asked for is refused: {reason}."));
                }
            }
            else if (orders.Read(datagram.Span) is { } order)
            {
                if (_room.TryEnter(order.Command.Executable, datagram.Length))
                {
                    _ = CarryOutAsync(agent.Engine, order, datagram.Length);
                }
            }
        }
    }

    private async Task CarryOutAsync(ActiveResponseEngine engine, ResponseOrder order, int bytes)
    {
        try
        {
            // Outcomes are reported by the observers; a refusal is one.
            _ = await engine.ReceiveAsync(order);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ExecdNotes.Write(new ExecdNote(null, $"an order of '{order.ResponseName}' came to nothing: {e.Message}"));
        }
        finally
        {
            _room.Leave(order.Command.Executable, bytes);
        }
    }

    // The responses are the manager's business; what counts here is what execd reads, and who must not be blocked.
    private ActiveResponseConfig ConfigOf(ConfigParseResult reading) =>
        new()
        {
            Dialect = settings.Folder.Dialect,
            AllowList = reading.Config.AllowList,
            Managers = reading.Config.Managers,
            RepeatedOffenders = new RepeatedOffenders([
                .. reading
                    .Daemon.RepeatedOffenderMinutes.TakeWhile(static minutes => minutes > 0)
                    .Select(static minutes => TimeSpan.FromMinutes(minutes)),
            ]),
        };
}
