using ActiveResponse.Dispatch;
using ActiveResponse.Nats.Tests.Support;
using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Nats.Tests;

/// <summary>A fleet on a real server does what every dispatcher must.</summary>
public sealed class NatsConformanceTests : OrderDispatcherConformance, IAsyncLifetime
{
    private readonly Dictionary<string, TestHost> _agents = new(StringComparer.Ordinal);
    private TestFleet _fleet = null!;
    private TestHost _issuer = null!;

    protected override IReadOnlyList<string> Agents => ["001", "002"];

    public async ValueTask InitializeAsync()
    {
        _fleet = await TestFleet.StartAsync();
        _issuer = await _fleet.IssuerAsync();
        foreach (var id in Agents)
        {
            _agents[id] = await _fleet.AgentAsync(id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
        {
            await _fleet.DisposeAsync();
        }
    }

    protected override ValueTask<IOrderDispatcher> CreateAsync() => ValueTask.FromResult(_issuer.Dispatcher);

    protected override ValueTask<IReadOnlyList<string>> ReceivedAsync(string agent) =>
        ValueTask.FromResult<IReadOnlyList<string>>([
            .. _agents[agent]
                .Observer.Actions.Where(static action => action.Outcome == ActionOutcome.Applied)
                .Select(static action => $"{action.Order.Subject}"),
        ]);

    protected override ValueTask CutOffAsync()
    {
        _fleet.Server.Kill();
        return ValueTask.CompletedTask;
    }
}
