using System.CommandLine;

namespace ActiveResponse.Tool.Commands;

/// <summary>The commands of the tool; only what is asked for is made, since each is started anew for every question.</summary>
internal static class AllCommands
{
    /// <summary>In the order of the help text.</summary>
    private static readonly string[] InOrder =
    [
        "check",
        "explain",
        "run",
        "execd",
        "wpk",
        "list",
        "lift",
        "block",
        "extend",
        "history",
        "allow",
        "health",
        "install-scripts",
    ];

    /// <summary>The root command, with the command the arguments begin with; with all of them where they begin with none.</summary>
    public static RootCommand For(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand(
            "Active response for OSSEC and Wazuh configurations: checks them, explains what an alert would do, and does it."
        );
        if (arguments.Count > 0 && Make(arguments[0]) is { } only)
        {
            root.Add(only);
            return root;
        }

        foreach (var name in InOrder)
        {
            root.Add(Make(name)!);
        }

        return root;
    }

    private static Command? Make(string name) =>
        name switch
        {
            "check" => CheckCommand.Build(),
            "explain" => ExplainCommand.Build(),
            "run" => RunCommand.Build(),
            "execd" => ExecdCommand.Build(),
            "wpk" => WpkCommand.Build(),
            "list" => ListCommand.Build(),
            "lift" => LiftCommand.Build(),
            "block" => ChangeCommands.Block(),
            "extend" => ChangeCommands.Extend(),
            "history" => HistoryCommand.Build(),
            "allow" => AllowCommand.Build(),
            "health" => HealthCommand.Build(),
            "install-scripts" => InstallScriptsCommand.Build(),
            _ => null,
        };
}
