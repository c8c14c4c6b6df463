using System.CommandLine;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Platform;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Scripts;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>install-scripts DIR</c>: replaces an agent's scripts by the tool, and restores them.</summary>
internal static class InstallScriptsCommand
{
    // For a folder without any of the names.
    private static readonly string[] Usual = ["firewall-drop", "host-deny", "route-null", "disable-account", "block-ip"];

    // Replacing these by the tool gains nothing.
    private const string OnlyIfNamed = "restart-wazuh";

    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "The script folder of an agent, e.g. /var/ossec/active-response/bin." };
        var names = new Option<string[]>("--names")
        {
            Description =
                $"The scripts to replace, separated by commas. Default: those that exist there, otherwise {string.Join(", ", Usual)}.",
            HelpName = "NAME,...",
        };
        var uninstall = new Option<bool>("--uninstall")
        {
            Description = "Remove them and restore the replaced files. Default: all that were installed.",
        };
        var command = new Command(
            "install-scripts",
            "Replace an agent's own scripts by the tool; the replaced files are kept, and --uninstall restores them."
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
                    $"'{ToolText.OneLine(name)}' isn't a script of this tool. Its scripts: {string.Join(", ", StockScripts.Names)}."
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
            return Refuse("scripts are installed as symbolic links, which isn't supported on Windows");
        }

        if (NativeFiles.OfThisHost().JudgeFolder(folder) is { } reason)
        {
            return Refuse($"the files in {ToolText.OneLine(folder)} are run as root, but others could change them: {reason}");
        }

        if (ToolProgram.Find() is not { } target)
        {
            return Refuse("there is no executable to link to, only active-response.dll: publish or install the tool, and use that");
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
