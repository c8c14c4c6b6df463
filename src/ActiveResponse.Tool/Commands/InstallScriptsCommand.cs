using System.CommandLine;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Platform;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Scripts;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>install-scripts DIR</c>: puts the tool into the place of an agent's scripts, and back.</summary>
internal static class InstallScriptsCommand
{
    // For a folder in which none of the names stands yet.
    private static readonly string[] Usual = ["firewall-drop", "host-deny", "route-null", "disable-account", "block-ip"];

    // To put the tool into its place gains nothing.
    private const string OnlyIfNamed = "restart-wazuh";

    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "The script folder of an agent, e.g. /var/ossec/active-response/bin." };
        var names = new Option<string[]>("--names")
        {
            Description =
                $"The scripts to be, with commas between them. Default: those that stand there already, else {string.Join(", ", Usual)}.",
            HelpName = "NAME,...",
        };
        var uninstall = new Option<bool>("--uninstall")
        {
            Description = "Take them away and put back what stood there before. Default: all that were installed.",
        };
        var command = new Command(
            "install-scripts",
            "Put the tool into the place of an agent's own scripts; what stands there is kept aside, and --uninstall puts it back."
        )
        {
            folder,
            names,
            uninstall,
        };
        command.Validators.Add(result =>
        {
            foreach (var name in Split(result.GetValue(names)).Where(static name => !StockScripts.Names.Contains(name)))
            {
                result.AddError(
                    $"'{ToolText.OneLine(name)}' is no script of this tool. There are {string.Join(", ", StockScripts.Names)}."
                );
            }
        });
        command.SetAction(parsed =>
            Run(Path.GetFullPath(parsed.GetRequiredValue(folder)), Split(parsed.GetValue(names)), parsed.GetValue(uninstall))
        );
        return command;
    }

    private static int Run(string folder, string[] names, bool isUninstall)
    {
        if (OperatingSystem.IsWindows())
        {
            return Refuse("scripts are installed as symbolic links, which is not done on Windows");
        }

        if (NativeFiles.OfThisHost().JudgeFolder(folder) is { } reason)
        {
            return Refuse($"what is in {ToolText.OneLine(folder)} is run as root, and others could change it: {reason}");
        }

        if (ToolProgram.Find() is not { } target)
        {
            return Refuse("there is no executable to link to, only active-response.dll: publish or install the tool, and call that");
        }

        if (!isUninstall && NativeFiles.OfThisHost().Judge(target).Reason is { } untrusted)
        {
            return Refuse($"the scripts would run {ToolText.OneLine(target)}, which others could change: {untrusted}");
        }

        var installer = new ScriptInstaller(folder, target);
        string[] chosen = isUninstall ? [.. installer.Installed] : ByFolder(folder);
        if (names.Length > 0)
        {
            chosen = names;
        }
        return chosen
            .Select(name => Do(folder, name, isUninstall ? installer.Uninstall : installer.Install))
            .ToList()
            .TrueForAll(static isDone => isDone)
            ? ExitCodes.Fine
            : ExitCodes.Findings;
    }

    private static bool Do(string folder, string name, Func<string, string> step)
    {
        try
        {
            Console.Out.WriteLine($"{ToolText.OneLine(Path.Combine(folder, name))}: {ToolText.OneLine(step(name))}");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"active-response: {ToolText.OneLine(e.Message)}");
            return false;
        }
    }

    private static string[] ByFolder(string folder)
    {
        string[] there = [.. StockScripts.Names.Where(name => name != OnlyIfNamed && Path.Exists(Path.Combine(folder, name)))];
        return there.Length > 0 ? there : Usual;
    }

    private static string[] Split(string[]? values) =>
        [
            .. (values ?? [])
                .SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Distinct(StringComparer.Ordinal),
        ];

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"active-response: {why}.");
        return ExitCodes.Findings;
    }
}
