using System.CommandLine;
using ActiveResponse.Tool.Dashboard;
using ActiveResponse.Tool.Fleet;
using ActiveResponse.Tool.Packaging;
using ActiveResponse.Tool.Settings;
using ActiveResponse.Tool.Statistics;
using ActiveResponse.Tool.Top;

namespace ActiveResponse.Tool.Commands;

/// <summary>The commands of the tool; creates only the requested one, as the tool is started for every call.</summary>
internal static class AllCommands
{
    /// <summary>Each command, in the order of the help text.</summary>
    private static readonly (string Name, Func<Command> Build)[] InOrder =
    [
        ("check", CheckCommand.Build),
        ("explain", ExplainCommand.Build),
        ("run", RunCommand.Build),
        ("execd", static () => ExecdCommand.Build()),
        ("wpk", WpkCommand.Build),
        ("list", ListCommand.Build),
        ("lift", LiftCommand.Build),
        ("block", ChangeCommands.Block),
        ("extend", ChangeCommands.Extend),
        ("history", HistoryCommand.Build),
        ("stats", StatsCommand.Build),
        ("allow", AllowCommand.Build),
        ("export", ExportCommand.Build),
        ("import", ImportCommand.Build),
        ("convert", ConvertCommand.Build),
        ("health", HealthCommand.Build),
        ("doctor", DoctorCommand.Build),
        ("dashboard", DashboardCommand.Build),
        ("top", TopCommand.Build),
        ("fleet", FleetCommand.Build),
        ("settings", SettingsCommand.Build),
        ("uninstall", UninstallCommand.Build),
        ("install-scripts", InstallScriptsCommand.Build),
    ];

    /// <summary>The root command with the command that the arguments begin with; otherwise with all.</summary>
    public static RootCommand For(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand(
            "Active response for OSSEC and Wazuh configurations: checks them, explains what an alert would do, and does it."
        );
        if (arguments.Count > 0 && Array.Find(InOrder, command => command.Name == arguments[0]).Build is { } only)
        {
            root.Add(only());
            return root;
        }

        // Of no use to who operates an agent.
        if (arguments.Count > 0 && arguments[0] == SystemFilesCommand.Name)
        {
            root.Add(SystemFilesCommand.Build());
            return root;
        }

        foreach (var (_, build) in InOrder)
        {
            root.Add(build());
        }

        return root;
    }
}
