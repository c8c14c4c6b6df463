using ActiveResponse.Configuration;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>What the fleet that is killed is configured for: which rule leads to an order for whom.</summary>
internal static class FleetConfig
{
    public const string Issuer = "issuer";
    public const string First = "001";
    public const string Second = "002";
    public const string Label = "web";

    /// <summary>Timed blocks last four hours; all clocks are put on by more than that where they are to be overdue.</summary>
    public const int HoursThatEndBlocks = 5;

    /// <summary>The rule of what can't be taken back, for all agents.</summary>
    public const int NoteRule = 100005;

    /// <summary>Rules and who their orders are for; each has addresses of its own.</summary>
    public static readonly IReadOnlyList<FleetRule> Rules =
    [
        new(100001, [First, Second], IsTimed: true, 0),
        new(100002, [First], IsTimed: true, 50),
        new(100003, [Second], IsTimed: true, 100),
        new(100004, [First, Second], IsTimed: false, 150),
    ];

    /// <summary>The issuer's configuration.</summary>
    public static ActiveResponseConfig Config =>
        ActiveResponseConfig.Empty with
        {
            Responses =
            [
                Block(100001, ResponseLocation.All, agent: null, FourHours),
                Block(100002, ResponseLocation.DefinedAgent, First, FourHours),
                Block(100003, ResponseLocation.DefinedAgent, $"label:{Label}", FourHours),
                Block(100004, ResponseLocation.All, agent: null, TimeSpan.Zero),
                new ResponseDefinition
                {
                    Name = "note",
                    Command = new CommandDefinition { Name = "note", Executable = "note" },
                    Locations = ResponseLocation.All,
                    RuleIds = [NoteRule],
                },
            ],
        };

    private static TimeSpan FourHours => TimeSpan.FromHours(4);

    private static ResponseDefinition Block(uint rule, ResponseLocation location, string? agent, TimeSpan timeout) =>
        new()
        {
            Name = $"nftables{rule}",
            Command = new CommandDefinition
            {
                Name = "nftables",
                Executable = "nftables",
                Expect = ExpectedFields.SourceAddress,
                TimeoutAllowed = true,
            },
            Locations = location,
            AgentId = agent,
            RuleIds = [rule],
            Timeout = timeout,
        };
}

/// <summary>A rule, the agents that its orders reach, whether they end by themselves, and where its addresses begin.</summary>
internal sealed record FleetRule(int Id, IReadOnlyList<string> Agents, bool IsTimed, int Offset)
{
    public const int Addresses = 40;

    public string Address(int number) => $"198.51.100.{Offset + 1 + (number % Addresses)}";
}
