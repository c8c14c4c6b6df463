using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Testing;

// A server and three agents in this process; their firewalls are in memory, and the clock moves by hand.
await using var fleet = new InProcessFleet { KeepsForAway = true };
var office = new AllowList([new AllowListEntry { Text = "203.0.113.50", Network = Address("203.0.113.50") }]);
await fleet.AddAgentAsync("001", "web01", ["front"]);
await fleet.AddAgentAsync("002", "mail01", ["front"], builder => builder.UseConfig(ActiveResponseConfig.Empty with { AllowList = office }));
var db = await fleet.AddAgentAsync("003", "db01");

var drop = new CommandDefinition
{
    Name = "drop",
    Executable = "firewall-drop",
    Expect = ExpectedFields.SourceAddress,
    TimeoutAllowed = true,
};
var server = await fleet.AddServerAsync(
    new ActiveResponseConfig
    {
        Commands = [drop],
        Responses =
        [
            Response(1001, ResponseLocation.Local),
            Response(1002, ResponseLocation.Server),
            Response(1003, ResponseLocation.All),
            Response(1004, ResponseLocation.DefinedAgent, "003"),
            Response(1005, ResponseLocation.DefinedAgent, "label:front"),
            Response(1006, ResponseLocation.Server | ResponseLocation.All),
        ],
    }
);

await TryAsync("local: the agent the alert is about", 1001, "001", "203.0.113.1");
await TryAsync("local, an agent nobody knows", 1001, "099", "203.0.113.2");
await TryAsync("server", 1002, "001", "203.0.113.3");
await TryAsync("all: every agent, not the server", 1003, "001", "203.0.113.4");
await TryAsync("server,all: the server only", 1006, "001", "203.0.113.5");
await TryAsync("defined-agent 003", 1004, "001", "203.0.113.6");
await TryAsync("every agent with the label front", 1005, "003", "203.0.113.7");
await TryAsync("all; mail01 has the address on its own allow list", 1003, "001", "203.0.113.50");
await TryAsync("all; refused before it leaves the server", 1003, "001", "127.0.0.1");

fleet.TakeAway(db);
await TryAsync("defined-agent 003, which is away", 1004, "001", "203.0.113.8");
fleet.Clock.Advance(TimeSpan.FromMinutes(4));
await fleet.BringBackAsync(db);
await fleet.DrainAsync();
Console.WriteLine($"db01 is back after 4 of 10 minutes and blocks {string.Join(", ", db.Blocked)}");
fleet.Clock.Advance(TimeSpan.FromMinutes(6));
await fleet.DrainAsync();
Console.WriteLine($"10 minutes after the first alert {fleet.Hosts.Sum(host => host.Blocked.Count)} blocks are left");

async Task TryAsync(string what, uint rule, string agent, string source)
{
    var told = server.Observer.Actions.Count;
    await server.Engine.HandleAsync(
        new Alert
        {
            Id = $"{rule}.{source}",
            RuleId = rule,
            Level = 10,
            AgentId = agent,
            SourceAddress = source,
        }
    );
    await fleet.DrainAsync();
    Console.WriteLine(what);
    var blocking = fleet.Hosts.Where(host => host.Blocked.Contains(source)).Select(host => host.Identity.AgentName ?? host.Name).ToList();
    Console.WriteLine($"  {source} is blocked on: {(blocking.Count == 0 ? "no host" : string.Join(", ", blocking))}");
    foreach (var action in server.Observer.Actions.Skip(told))
    {
        Console.WriteLine($"  the server says: {action.Outcome.ToString().ToLowerInvariant()} {action.Detail}");
    }
}

ResponseDefinition Response(uint rule, ResponseLocation locations, string? agentId = null) =>
    new()
    {
        Name = "drop600",
        Command = drop,
        Locations = locations,
        AgentId = agentId,
        RuleIds = [rule],
        Timeout = TimeSpan.FromMinutes(10),
    };

static AddressPrefix Address(string text) => AddressPrefix.TryParse(text, out var address) ? address : throw new FormatException(text);
