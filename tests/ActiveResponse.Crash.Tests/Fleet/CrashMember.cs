using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Crash.Tests.Agent;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Nats;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Sqlite;
using ActiveResponse.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>The issuer or an agent of a fleet, with a store and a firewall around which it dies on demand.</summary>
internal sealed class CrashMember(IHost host, KillPlan plan, string? alerts)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private const int TurnsUntilSaid = 1000;

    private readonly ActiveResponseEngine _engine = host.Services.GetRequiredService<ActiveResponseEngine>();
    private readonly IResponseStore _store = host.Services.GetRequiredService<IResponseStore>();
    private readonly IntakePositions _positions = host.Services.GetRequiredService<EngineGraph>().Positions;
    private readonly NatsFleet _fleet = host.Services.GetRequiredService<NatsFleet>();

    public static async Task<int> RunAsync(string folder, string name, string killPlan, TimeSpan ahead)
    {
        var plan = new KillPlan();
        plan.Arm(killPlan);
        using var host = Build(folder, name, plan, ahead);
        await host.StartAsync();
        Write("started");
        var member = new CrashMember(host, plan, name == FleetConfig.Issuer ? FleetLab.AlertsIn(folder) : null);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await member.ObeyAsync(line);
        }

        return 0;
    }

    private static IHost Build(string folder, string name, KillPlan plan, TimeSpan ahead)
    {
        var clock = new ShiftedClock(ahead);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ErrorLines());
        builder.Services.AddSingleton<TimeProvider>(clock);
        var active = builder
            .Services.AddActiveResponse()
            .UseHost(IdentityOf(name))
            .UseStore(provider => new KillingStore(StoreOf(folder, name, provider), plan))
            .AddFirewall(_ => new KillingBackend(
                new NftablesBackend(new NftablesOptions { Transport = NftablesTransport.Netlink }, new CommandRunner(clock), clock),
                plan
            ))
            .AddResponder(_ => new NoteResponder(FleetLab.NotesIn(folder, name)))
            .ConfigureExecution(static options => options.ApplyRetryDelay = TimeSpan.FromMilliseconds(100))
            .UseNatsFleet(OptionsOf(folder, name));
        if (name == FleetConfig.Issuer)
        {
            var inner = builder.Services.Last(static service => service.ServiceType == typeof(IOrderDispatcher));
            active
                .UseConfig(FleetConfig.Config)
                .UseDispatcher(provider => new KillingDispatcher((IOrderDispatcher)inner.ImplementationFactory!(provider), plan))
                .AddAlertFile(FleetLab.AlertsIn(folder), new AlertFileOptions { FromStart = true });
        }

        return builder.Build();
    }

    private static IResponseStore StoreOf(string folder, string name, IServiceProvider provider) =>
        SqliteStore.Open(
            new SqliteStoreOptions { File = Path.Combine(folder, $"{name}.db") },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()
        );

    private static NatsFleetOptions OptionsOf(string folder, string name) =>
        new()
        {
            Url = FleetLab.UrlFor(name),
            Credentials = FleetCredentials.Parse(File.ReadAllText(FleetLab.CredentialsIn(folder, name))),
            LedgerFile = name == FleetConfig.Issuer ? FleetLab.LedgerIn(folder) : null,
            StateInterval = TimeSpan.FromSeconds(2),
            PublishWithin = TimeSpan.FromSeconds(2),
        };

    private static HostIdentity IdentityOf(string name)
    {
        if (name == FleetConfig.Issuer)
        {
            return new HostIdentity { Role = HostRole.Server };
        }

        return new HostIdentity
        {
            Role = HostRole.Agent,
            AgentId = name,
            Labels = name == FleetConfig.Second ? [FleetConfig.Label] : [],
        };
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
                Write("lifted");
                break;
            case ["publish"] when alerts is not null:
                await UntilAsync(() => IsPublishedAsync(alerts));
                Write("published");
                break;
            case ["settle"] when alerts is not null:
                await SettleIssuerAsync(alerts);
                break;
            case ["settle"]:
                await SettleAgentAsync();
                break;
        }
    }

    private async Task LiftAsync(string address)
    {
        AddressPrefix.TryParse(address, out var prefix);
        await _fleet.LiftAsync(Subject.Of(prefix));
        Write($"lifted {address}");
    }

    /// <summary>Waits until every alert is taken in, the server has all, and each agent has come to the end of it.</summary>
    private async Task SettleIssuerAsync(string file)
    {
        await UntilAsync(async () => await IsPublishedAsync(file) && AreAgentsDone());
        foreach (var order in _fleet.ListOrders().Where(static order => !order.IsLift && order.Order.Command.TimeoutAllowed))
        {
            Write($"order {order.Order.Subject} {Milliseconds(order.Until)}");
        }

        Write("settled");
    }

    private bool AreAgentsDone() =>
        _fleet.ListAgents() is { Length: 2 } agents && agents.All(static agent => agent is { IsAway: false, Behind: 0 });

    private async Task<bool> IsPublishedAsync(string file)
    {
        await _positions.FlushAsync();
        if (
            !AlertFilePosition.TryParse(await _store.FindPositionAsync(file, CancellationToken.None), out var position)
            || position!.Offset != new FileInfo(file).Length
        )
        {
            return false;
        }

        await _engine.DrainAsync();
        return _fleet.ListOrders().All(static order => order.Sequence > 0);
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var turn = 1; !await condition(); turn++)
        {
            if (turn % TurnsUntilSaid == 0)
            {
                foreach (var agent in _fleet.ListAgents())
                {
                    Write($"log {agent.Id} away {agent.IsAway}, behind {agent.Behind}, seen {agent.SeenAt:HH:mm:ss}");
                }

                foreach (var order in _fleet.ListOrders().Where(static order => order.Sequence == 0))
                {
                    Write($"log unpublished {order.Target} {order.Order.Subject} {order.IsLift}");
                }
            }

            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }

    /// <summary>Waits until nothing is under way, and tells what is on record.</summary>
    private async Task SettleAgentAsync()
    {
        IReadOnlyList<EffectRecord> effects;
        do
        {
            await Task.Delay(PollInterval, TimeProvider.System);
            await _engine.DrainAsync();
            effects = await _engine.ListAsync();
        } while (!await HasPositionAsync() || !effects.All(static effect => effect is { State: EffectState.Applied, RetryAt: null }));

        foreach (var effect in effects)
        {
            Write($"order {effect.Key.Subject} {Milliseconds(effect.Until)}");
        }

        Write("settled");
    }

    // One without is new, whether or not it was killed, and does nothing that can't be reverted and was ordered before.
    private async Task<bool> HasPositionAsync() => await _store.FindPositionAsync("nats:AR_main/all", CancellationToken.None) is not null;

    private static string Milliseconds(DateTimeOffset? time) =>
        time?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "never";

    private static void Write(string line) => Console.Out.WriteLine(line);
}
