using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Execd;

/// <summary><c>execd</c>: takes messages from the original's queue, and lets the engine carry them out.</summary>
internal sealed class EngineExecd(ExecdSettings settings)
{
    // Long: what starts here stops in reverse order.
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var signals = new StopSignals(stop);
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
        var starter = CommandRunner.Native(TimeProvider.System);
        ComposedAgent? composed = null;
        var log = new ResponseLog(folder, name => composed!.HasResponder(name), TimeProvider.System, ExecdNotes.Write);
        await using var agent = composed = runner.Compose(
            parts =>
                parts with
                {
                    Scripts = ExecdIntake.Scripts(folder, starter, settings.Engine.ScriptOverrides),
                    Observers = [.. parts.Observers, log],
                },
            startsNow: true
        );
        var engine = agent.Engine;
        var intake = new ExecdIntake(folder, engine, agent.IsRegistered, starter, ExecdNotes.Write, settings.Engine.ScriptOverrides);
        using var control = settings.Engine.ControlSocket is { } path ? ControlSocket.Listen(path, settings.Engine.ControlGroup) : null;
        try
        {
            await engine.StartAsync(signals.Token);
            var state = settings.Engine.KeepsState ? settings.Engine.StateFile : null;
            var allow = new AllowChanges(engine, AllowFile.Beside(state), config.AllowList);
            var view = AgentView.Of(agent, allow, settings.Engine, file: null);
            await using var server = control is null
                ? null
                : new AgentControl(agent, allow, state, view).ServeAt(control, settings.Engine.ControlGroup);
            ExecdNotes.Write(new ExecdNote(null, $"listening at {folder.Queue}"));
            settings.WhenReady?.Invoke();
            await intake.RunAsync(queue, signals.Token);
        }
        catch (OperationCanceledException)
        {
            // Canceled.
        }
        finally
        {
            await engine.StopAsync(CancellationToken.None);
        }

        var left = await engine.ListAsync(CancellationToken.None);
        return settings.Engine.KeepsState || left.All(static effect => effect.Until is null) ? ExitCodes.Fine : ExitCodes.Findings;
    }

    // The manager handles the responses; only execd's own options and the protected addresses matter here.
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
