using System.CommandLine;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>check FILE</c>: the configuration's content and all its errors.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "The ossec.conf to check." };

    private readonly Option<string> _dialect = CommonOptions.Dialect();
    private readonly Option<string?> _scripts = new("--scripts")
    {
        Description = "The script folder; executables missing from it are reported.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _rules = new("--rules")
    {
        Description =
            "OSSEC's rules folder, for the files <rules> includes. Default: rules beside the folder of FILE; without it, "
            + "files OSSEC doesn't ship are errors.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _role = HostOptions.Role(
        "The role of FILE's host, which decides the reading: analysisd's on a server or standalone, execd's on an "
            + "agent. Default: guessed from FILE where it is clear."
    );
    private readonly Option<string?> _home = CommonOptions.Home();
    private readonly Option<bool> _json = CommonOptions.Json();

    private CheckCommand()
        : base(
            "check",
            "Check an ossec.conf: whether the daemon accepts it, what would fire, and probable mistakes. Exit code 1 if it has errors."
        )
    {
        Add(_file);
        Add(_dialect);
        Add(_role);
        Add(_scripts);
        Add(_rules);
        Add(_home);
        Add(_json);
        SetAction(Run);
    }

    public static Command Build() => new CheckCommand();

    private int Run(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(_file);
        var result = ConfigLoading.Load(
            path,
            parsed.GetRequiredValue(_dialect),
            parsed.GetValue(_scripts),
            RuleFiles.Find(path, parsed.GetValue(_rules)),
            parsed.GetValue(_home),
            mustBeTrusted: true,
            role: parsed.GetValue(_role)
        );
        if (parsed.GetValue(_json))
        {
            CheckJson.Write(Console.Out, result);
        }
        else
        {
            CheckReport.Write(Reports.Out, result);
        }

        return result.HasErrors ? ExitCodes.Findings : ExitCodes.Fine;
    }
}
