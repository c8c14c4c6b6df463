using ActiveResponse;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

/// <summary>What every consumer here starts from: one rule (level 6 and above blocks for ten minutes), a firewall in memory, and a clock
/// that moves by hand.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private Stage(ServiceProvider provider, InMemoryFirewall firewall, ManualClock clock) =>
        (_provider, Firewall, Clock) = (provider, firewall, clock);

    public InMemoryFirewall Firewall { get; }

    public ManualClock Clock { get; }

    public ActiveResponseEngine Engine => _provider.GetRequiredService<ActiveResponseEngine>();

    /// <summary>Composes and starts an agent.</summary>
    /// <param name="configure">What the consumer adds or replaces.</param>
    public static async Task<Stage> SetAsync(Action<ActiveResponseBuilder, ManualClock> configure)
    {
        var (firewall, clock, services) = (new InMemoryFirewall(), new ManualClock(), new ServiceCollection());
        services.AddSingleton<TimeProvider>(clock);
        var builder = services.AddActiveResponse().UseConfig(Rules("firewall-drop")).AddFirewall(_ => firewall, StockNames.AddressBlocking);
        configure(builder, clock);
        var stage = new Stage(services.BuildServiceProvider(), firewall, clock);
        await stage.Engine.StartAsync();
        return stage;
    }

    public static ActiveResponseConfig Rules(string executable, ResponseLocation where = ResponseLocation.Local)
    {
        var command = new CommandDefinition
        {
            Name = "block",
            Executable = executable,
            Expect = ExpectedFields.SourceAddress,
            TimeoutAllowed = true,
        };
        var response = new ResponseDefinition
        {
            Name = "block600",
            Command = command,
            Locations = where,
            Level = 6,
            Timeout = TimeSpan.FromMinutes(10),
        };
        return new ActiveResponseConfig { Commands = [command], Responses = [response] };
    }

    public async Task HandleAsync(string address, uint rule = 5712, int level = 10, string? agent = null)
    {
        await Engine.HandleAsync(
            new Alert
            {
                Id = $"{rule}.{address}",
                RuleId = rule,
                Level = level,
                AgentId = agent,
                SourceAddress = address,
            }
        );
        await Engine.DrainAsync();
    }

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Engine.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync();
        await _provider.DisposeAsync();
    }
}
