using ActiveResponse.Benchmarks.Fleet;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>What an order costs with 1 to 10,000 agents, and each agent's memory; a fleet of its own at each point.</summary>
internal sealed class AgentGrowth(GrowthSettings settings, GrowthFigures figures)
{
    public async Task RunAsync()
    {
        foreach (var agents in settings.Steps(settings.Most))
        {
            var one = await FleetRun.PointAsync(
                new FleetRunSettings(
                    agents,
                    Blocks: 100,
                    Rounds: settings.Quick ? 1 : 3,
                    Singles: 1,
                    Reports: [],
                    Only: [],
                    Path.Combine(settings.Scratch, $"fleet{agents}")
                )
            );
            figures.Add("order-all", "bare", agents, one.BareAll);
            figures.Add("order-all", "agents", agents, one.AgentsAll);
            figures.Add("order-one", "bare", agents, one.BareOne);
            figures.Add("order-one", "agents", agents, one.AgentsOne);
            if (agents >= 100)
            {
                figures.Add("agent-memory", "bare", agents, one.BareMemory / 1024);
                figures.Add("agent-memory", "agents with engine", agents, one.AgentsMemory / 1024);
            }
        }
    }
}
