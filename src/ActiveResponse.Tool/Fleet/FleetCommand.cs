using System.CommandLine;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet</c>: sets up a fleet over NATS, and gives orders in it.</summary>
internal static class FleetCommand
{
    public static Command Build() =>
        new("fleet", "Set up a fleet of hosts over a NATS server, show its agents and orders, and block and lift on them.")
        {
            InitCommand.Build(),
            EnrollCommand.Build(),
            AgentsCommand.Build(),
            OrdersCommand.Build(),
            BlockCommand.Build(),
            LiftCommand.Build(),
            FleetAllowCommand.Build(),
            HaltCommands.Halt(),
            HaltCommands.Resume(),
        };
}
