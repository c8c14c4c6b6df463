using System.CommandLine;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>check FILE</c>: what the configuration says, and everything wrong with it.</summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "The ossec.conf to check." };
        var dialect = CommonOptions.Dialect();
        var scripts = new Option<string?>("--scripts")
        {
            Description = "The script folder; executables missing from it are reported.",
            HelpName = "DIR",
        };
        var rules = new Option<string?>("--rules")
        {
            Description =
                "OSSEC's rules folder, for the files <rules> includes. Default: rules beside the folder of FILE; without it, files OSSEC doesn't ship are errors.",
            HelpName = "DIR",
        };
        var role = HostOptions.Role(
            "What the host of FILE is, which decides whose reading applies: analysisd's on a server or standalone, on an agent execd's. Default: guessed from FILE where it is clear."
        );
        var home = CommonOptions.Home();
        var json = CommonOptions.Json();
        var command = new Command(
            "check",
            "Check an ossec.conf: what the daemon would accept, what would fire, what is probably not meant. Exit code 1 if it has errors."
        )
        {
            file,
            dialect,
            role,
            scripts,
            rules,
            home,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var result = ConfigLoading.Load(
                path,
                parsed.GetRequiredValue(dialect),
                parsed.GetValue(scripts),
                RuleFiles.Find(path, parsed.GetValue(rules)),
                parsed.GetValue(home),
                mustBeTrusted: true,
                role: parsed.GetValue(role)
            );
            if (parsed.GetValue(json))
            {
                CheckJson.Write(Console.Out, result);
            }
            else
            {
                CheckReport.Write(Reports.Out, result);
            }

            return result.HasErrors ? ExitCodes.Findings : ExitCodes.Fine;
        });
        return command;
    }
}
