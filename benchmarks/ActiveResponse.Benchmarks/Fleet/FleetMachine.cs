using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Nats;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>A host of the fleet: a whole engine, and its part in the fleet.</summary>
internal sealed class FleetMachine : IResponseObserver, IAsyncDisposable
{
    private readonly ActiveResponseEngine _engine;
    private readonly FleetMember _member;
    private readonly Arrivals? _arrivals;

    private FleetMachine(NatsFleetOptions options, Arrivals? arrivals, IResponseStore store)
    {
        _arrivals = arrivals;
        _member = FleetMember.Join(
            options,
            new ActiveResponseParts
            {
                Store = store,
                Responders = [new ResponderRegistration(StockResponders.Firewall(new InMemoryFirewall()), ["firewall-drop"])],
                Observers = [this],
                Execution = new ExecutionOptions { DriftCheckInterval = TimeSpan.Zero },

                // Each engine would read this machine's network for itself, thousands of times over.
                GuardOptions = new GuardOptions
                {
                    ProtectOwnAddresses = false,
                    ProtectGateways = false,
                    ProtectResolvers = false,
                    ProtectDhcpServers = false,
                    ProtectManagers = false,
                    ProtectSshPeer = false,
                },
            }
        );
        _engine = ActiveResponseEngine.Create(_member.Parts);
    }

    public NatsFleet Fleet => _member.Fleet;

    /// <summary>Starts the engine; the fleet is joined later.</summary>
    /// <param name="options">Where and who it is.</param>
    /// <param name="position">Up to where it has taken the orders to all; null for a new host.</param>
    /// <param name="arrivals">Counts what its engine has done; null for nothing.</param>
    public static async Task<FleetMachine> StartAsync(NatsFleetOptions options, string? position, Arrivals? arrivals)
    {
        var store = new KeepingStore();
        if (position is not null)
        {
            var name = $"nats:AR_{options.Credentials.Fleet}";
            var commit = new StoreCommit();
            await store.CommitAsync(
                commit with
                {
                    Positions = commit.Positions.Add($"{name}/all", position).Add($"{name}/agent:{options.Credentials.AgentId}", position),
                },
                CancellationToken.None
            );
        }

        var machine = new FleetMachine(options, arrivals, store);
        await machine._engine.StartAsync();
        return machine;
    }

    /// <summary>Blocks and unblocks by hand: a store, a firewall and timers take memory with their first block.</summary>
    public async Task WarmUpAsync(Subject subject)
    {
        await _engine.ApplyAsync("firewall-drop", subject, TimeSpan.FromHours(6));
        await _engine.LiftAsync(subject);
    }

    public Task JoinAsync() => _member.StartAsync(_engine);

    public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken)
    {
        if (action.Outcome == ActionOutcome.Applied)
        {
            _arrivals?.Add();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _member.StopAsync();
        await _member.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
