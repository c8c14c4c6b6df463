using System.CommandLine;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet</c>: sets up a fleet over NATS, and issues orders to it.</summary>
internal static class FleetCommand
{
    public static Command Build() =>
        new("fleet", "Set up a fleet of hosts over a NATS server, list its agents and orders, and block and lift targets on them.")
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
