using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Nftables;
using ActiveResponse.Responders.Firewall.Nftables.Netlink;
using ActiveResponse.Sqlite;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Benchmarks.Engine;

/// <summary>The whole engine as a host composes it: 50 responses, an allow list, all guards, nftables, and a store.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private EngineUnderTest(string? state)
    {
        var command = new CommandDefinition
        {
            Name = "firewall-drop",
            Executable = "firewall-drop",
            TimeoutAllowed = true,
            Expect = ExpectedFields.SourceAddress,
        };
        var config = new ActiveResponseConfig
        {
            Responses =
            [
                .. Enumerable
                    .Range(0, 50)
                    .Select(i => new ResponseDefinition
                    {
                        Name = $"firewall-drop{i}",
                        Command = command,
                        Locations = ResponseLocation.Local,
                        RuleIds = [i == 0 ? 5712u : 100_000u + (uint)i],
                        Timeout = TimeSpan.FromHours(1),
                    }),
            ],
        };
        Programs = new CountingRunner(new CommandRunner(TimeProvider.System));
        Backend = new TimedBackend(new NftablesBackend(new NftablesOptions(), Programs, TimeProvider.System, Open));
        var services = new ServiceCollection();
        var builder = services.AddActiveResponse().UseConfig(config).AddFirewall(_ => Backend, StockNames.AddressBlocking);
        if (state is not null)
        {
            builder.UseSqliteStore(state);
        }

        _services = services.BuildServiceProvider();
    }

    public TimedBackend Backend { get; }

    public CountingRunner Programs { get; }

    public TimedSocket? Socket { get; private set; }

    public ActiveResponseEngine Engine => _services.GetRequiredService<ActiveResponseEngine>();

    public AlertIntake Intake => _services.GetRequiredService<AlertIntake>();

    public static async Task<EngineUnderTest> StartAsync(string? state)
    {
        var engine = new EngineUnderTest(state);
        await engine.Engine.StartAsync();
        return engine;
    }

    public static Alert Alert(int number) =>
        new()
        {
            Id = $"1754300000.{number}",
            RuleId = 5712,
            Level = 10,
            Groups = "syslog,sshd,",
            SourceAddress = RawNetlink.Text(number),
            AgentId = "000",
            Location = "/var/log/auth.log",
        };

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync();
        await _services.DisposeAsync();
        ((IDisposable)Backend).Dispose();
    }

    private TimedSocket? Open(out int error) => NetlinkSocket.Open(out error) is { } socket ? Socket = new TimedSocket(socket) : null;
}

/// <summary>A backend that says how long its batches took.</summary>
internal sealed class TimedBackend(NftablesBackend inner) : DelegatingFirewallBackend(inner), INonBlockingBackend, IDisposable
{
    public TimeSpan Applying { get; set; }

    public int Batches { get; set; }

    public bool NeverBlocks => inner.NeverBlocks;

    public override async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await inner.ApplyAsync(adds, removes, cancellationToken);
        Applying += TimeProvider.System.GetElapsedTime(started);
        Batches++;
        return result;
    }

    public void Dispose() => inner.Dispose();
}

/// <summary>A runner that counts the programs it starts.</summary>
internal sealed class CountingRunner(ICommandRunner inner) : ICommandRunner
{
    public int Runs { get; private set; }

    public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken)
    {
        Runs++;
        return inner.RunAsync(command, cancellationToken);
    }

    public ValueTask<CommandResult> ConverseAsync(
        CommandInvocation command,
        CommandDialogue dialogue,
        CancellationToken cancellationToken
    ) => inner.ConverseAsync(command, dialogue, cancellationToken);
}
