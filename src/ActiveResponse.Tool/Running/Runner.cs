using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.ManagerQueues;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Tool.Running;

/// <summary>Composes the engine for <c>run</c>, feeds it, and stays until it is told to stop or nothing is left to do.</summary>
internal sealed class Runner(RunSettings settings, ActiveResponseConfig config, IRunReport report)
{
    private readonly AllowFile _allow = AllowFile.Beside(settings.KeepsState ? settings.StateFile : null);
    private readonly OutcomeCounter _outcomes = new(report);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        report.Start(settings, config);
        await using var services = Compose();
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        using var socket = settings.ControlSocket is { } path ? ControlSocket.Listen(path) : null;
        using var input = settings.ReadsStandardInput ? AlertInput.Open(settings.AlertsFile) : null;
        IAlertSource source = input is null
            ? await services.GetRequiredService<AlertIntake>().OpenAsync(
                settings.AlertsFile, new AlertFileOptions { Follow = !settings.ExitWhenIdle, FromStart = settings.FromStart }, CancellationToken.None)
            : new AlertStreamReader(input.Stream!);
        string? problem = null;
        await report.WhileAsync(async () =>
        {
            try
            {
                await engine.StartAsync(cancellationToken);
                _ = MemoryAfterStart.GiveBackAsync(engine, cancellationToken);
                await using var control = socket is null ? null : new AgentControl(services, _allow, config.AllowList, _allow.Path is null ? null : settings.StateFile).ServeAt(socket);
                problem = await FollowAsync(services.GetRequiredService<AlertIntake>(), engine, source, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Told to stop while it started.
            }
            finally
            {
                // Whatever went wrong, what is timed and not on record must not stay for ever.
                await engine.StopAsync(CancellationToken.None);
            }
        });
        var left = await engine.ListAsync(CancellationToken.None);
        report.End(_outcomes, left);
        if (problem is not null)
        {
            await Console.Error.WriteLineAsync(problem);
        }

        var isDone = problem is null && _outcomes.Failures == 0 && (settings.KeepsState || left.All(static effect => effect.Until is null));
        return isDone ? ExitCodes.Fine : ExitCodes.Findings;
    }

    /// <summary>Reads alerts until told to stop; the answer is what went wrong with reading them, or null.</summary>
    private async Task<string?> FollowAsync(AlertIntake intake, ActiveResponseEngine engine, IAlertSource source, CancellationToken cancellationToken)
    {
        try
        {
            // Opening a pipe nobody writes to blocks its thread: a stop must come through all the same.
            await Task.Run(() => intake.RunAsync(source, settings.AlertsFile, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
            await engine.DrainAsync(cancellationToken);
            report.InputEnded(source.Statistics, await engine.ListAsync(cancellationToken), settings.ExitWhenIdle);
            await (settings.ExitWhenIdle
                ? WhenNoTimedEffectAsync(engine, cancellationToken)
                : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Told to stop: from here on only what is in place is taken back.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AlertInput.ProblemOf(settings.AlertsFile, e);
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

    /// <summary>What it takes to act as the settings say, not yet started.</summary>
    /// <param name="more">Adds to it or replaces parts of it, or null.</param>
    public ServiceProvider Compose(Action<ActiveResponseBuilder>? more = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(new StderrLoggerProvider()));
        var builder = services.AddActiveResponse().UseConfig(config with { AllowList = AllowFile.Merge(_allow.Read(), config.AllowList) }).AddObserver(_ => _outcomes)
            .ConfigureExecution(options => (options.DryRun, options.FoldIPv6To) = (settings.IsDryRun, settings.FoldIPv6To));
        if (!settings.CanAct)
        {
            builder.AssumeScripts();
        }

        if (settings.Firewall is { } firewall)
        {
            var use = firewall == RunSettings.AnyFirewall ? new FirewallDropOptions() : new FirewallDropOptions { Use = [firewall] };
            builder.AddFirewallDrop(use, StockNames.AddressBlocking);
        }

        if (settings.HostsDeny is not null)
        {
            builder.AddHostsDeny(new HostsDenyOptions { File = Path.GetFullPath(settings.HostsDeny) }, StockNames.AddressBlocking);
        }

        if (settings.DisableAccount)
        {
            builder.AddDisableAccount();
        }

        if (settings.Scripts is not null)
        {
            builder.UseScripts(new ScriptOptions { Folder = settings.Scripts, Overrides = settings.ScriptOverrides });
        }

        if (settings.Manager is { } manager)
        {
            builder.UseManagerQueues(new ManagerQueueOptions { Home = manager, TakesOwnOrders = !settings.ActsItself });
        }

        if (settings.KeepsState)
        {
            builder.UseSqliteStore(settings.StateFile!);
        }

        if (settings.KillSwitch is { } killSwitch)
        {
            builder.ConfigureGuards(options => options.KillSwitchFile = killSwitch);
        }

        more?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
