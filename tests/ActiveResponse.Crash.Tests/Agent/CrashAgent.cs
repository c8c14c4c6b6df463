using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Crash.Tests.Support;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Platform;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Sqlite;
using ActiveResponse.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>An agent as a host composes it, with a store and firewalls around which it dies on demand; says over standard output what it
/// has on record.</summary>
internal sealed class CrashAgent(IHost host, KillPlan plan, string alerts)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly ActiveResponseEngine _engine = host.Services.GetRequiredService<ActiveResponseEngine>();
    private readonly IResponseStore _store = host.Services.GetRequiredService<IResponseStore>();
    private readonly IntakePositions _positions = host.Services.GetRequiredService<EngineGraph>().Positions;
    private readonly TimeProvider _clock = host.Services.GetRequiredService<TimeProvider>();

    public static async Task<int> RunAsync(string folder, string killPlan, TimeSpan ahead)
    {
        var plan = new KillPlan { IsRecovering = true };
        plan.Arm(killPlan);
        var alerts = Path.Combine(folder, "alerts.json");
        using var host = Build(folder, plan, ahead, alerts);
        var agent = new CrashAgent(host, plan, alerts);
        await agent.ReportAsync("found");
        await host.StartAsync();
        plan.IsRecovering = false;
        await agent.SettleAsync();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await agent.ObeyAsync(line);
        }

        await host.StopAsync();
        await agent.ReportAsync("stopped");
        return 0;
    }

    private static IHost Build(string folder, KillPlan plan, TimeSpan ahead, string alerts)
    {
        var clock = new ShiftedClock(ahead);
        var runner = new KillingRunner(new CommandRunner(clock), plan);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ErrorLines());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder
            .Services.AddActiveResponse()
            .UseOssecConfig(Path.Combine(folder, "ossec.conf"))
            .UseStore(provider => new KillingStore(
                SqliteStore.Open(
                    new SqliteStoreOptions { File = Path.Combine(folder, "state.db") },
                    clock,
                    provider.GetRequiredService<ILoggerFactory>()
                ),
                plan
            ))
            .AddFirewall(_ => new KillingBackend(
                new NftablesBackend(new NftablesOptions { Transport = NftablesTransport.Netlink }, runner, clock),
                plan
            ))
            .AddFirewall(_ => new KillingBackend(
                new IptablesBackend(new IptablesOptions { LockFile = Path.Combine(folder, "iptables.lock") }, runner, clock),
                plan
            ))
            .AddFirewall(_ => new KillingBackend(
                new HostsDenyBackend(new HostsDenyOptions { File = Path.Combine(folder, "hosts.deny") }, clock),
                plan
            ))
            .ConfigureExecution(static options => options.ApplyRetryDelay = TimeSpan.FromMilliseconds(100))
            .AddAlertFile(alerts, new AlertFileOptions { FromStart = true });
        return builder.Build();
    }

    private async Task ObeyAsync(string line)
    {
        switch (line.Split(' ', 2))
        {
            case ["arm", var killPlan]:
                plan.Arm(killPlan);
                break;
            case ["lift", var addresses]:
                await Task.WhenAll(addresses.Split(' ').Select(LiftAsync));
                break;
            case ["settle"]:
                await SettleAsync();
                break;
        }
    }

    private async Task LiftAsync(string address)
    {
        AddressPrefix.TryParse(address, out var prefix);
        var outcomes = await _engine.LiftAsync(Subject.Of(prefix));
        var isLifted = outcomes.All(static action => action.Outcome is ActionOutcome.Lifted or ActionOutcome.AlreadyLifted);
        Write($"lifted {address} {(isLifted ? "yes" : "no")}");
    }

    /// <summary>Waits until every alert is taken in and nothing is under way or overdue, and tells what is on record.</summary>
    private async Task SettleAsync()
    {
        while (!await IsSettledAsync())
        {
            await Task.Delay(PollInterval, TimeProvider.System);
        }

        await ReportAsync("settled");
    }

    // After a rotation the old file may be as long as the new one is: the position must be in the new one.
    private async Task<bool> IsSettledAsync()
    {
        await _positions.FlushAsync();
        if (
            !AlertFilePosition.TryParse(await _store.FindPositionAsync(alerts, CancellationToken.None), out var position)
            || position!.Offset != new FileInfo(alerts).Length
            || !FileIdentity.SameFile(position.FileId, FileIdentity.OfPath(alerts)!)
        )
        {
            return false;
        }

        await _engine.DrainAsync();
        var now = _clock.GetUtcNow();
        return (await _engine.ListAsync()).All(effect => effect is { State: EffectState.Applied, RetryAt: null } && !(effect.Until <= now));
    }

    private async Task ReportAsync(string what)
    {
        await foreach (var line in StoredLines.OfAsync(_store, alerts))
        {
            Write(line);
        }

        Write(what);
    }

    private static void Write(string line) => Console.Out.WriteLine(line);
}
