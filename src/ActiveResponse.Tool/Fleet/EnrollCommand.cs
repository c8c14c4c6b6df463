using System.CommandLine;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet enroll</c>: creates or revokes the credentials of agents.</summary>
internal sealed class EnrollCommand : Command
{
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "The agents' ids: letters, digits, _ and -.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _folder = new("--dir")
    {
        Description = "The fleet's folder, as given to 'fleet init'.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "A label whose orders the agents may read; repeatable.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _remove = new("--remove") { Description = "Revoke the agents' credentials instead." };
    private readonly Option<bool> _json = CommonOptions.Json();

    private EnrollCommand()
        : base("enroll", "Create or replace the credentials of agents: one file for each, to copy to its host.")
    {
        Add(_ids);
        Add(_folder);
        Add(_labels);
        Add(_remove);
        Add(_json);
        Validators.Add(result =>
        {
            FleetNames.Check(result, _labels);
            foreach (var id in (result.GetValue(_ids) ?? []).Where(static id => !FleetNames.IsName(id)))
            {
                result.AddError($"'{id}' isn't a valid id: {FleetNames.Rule}");
            }
        });
        SetAction(parsed => FleetRun.Do(() => Run(parsed)));
    }

    public static Command Build() => new EnrollCommand();

    private void Run(ParseResult parsed)
    {
        var folder = new FleetFolder(Path.GetFullPath(parsed.GetRequiredValue(_folder)));
        var json = parsed.GetValue(_json);
        foreach (var id in parsed.GetRequiredValue(_ids))
        {
            string? file = null;
            if (parsed.GetValue(_remove))
            {
                folder.Remove(id);
            }
            else
            {
                file = folder.Enroll(id, [.. (parsed.GetValue(_labels) ?? []).Distinct(StringComparer.Ordinal)]);
            }

            Report(id, file, json);
        }

        if (!json)
        {
            Console.Out.WriteLine($"Apply the change to a running server with: nats-server -sl reload={ToolText.OneLine(folder.PidFile)}");
        }
    }

    private static void Report(string id, string? file, bool json)
    {
        if (json)
        {
            JsonLine.Write(
                Console.Out,
                line =>
                {
                    line.WriteString("agent", id);
                    line.WriteBoolean("enrolled", file is not null);
                    line.WriteString("file", file);
                }
            );
        }
        else
        {
            Console.Out.WriteLine(file is null ? $"{id}: credentials revoked" : $"{id}: copy {ToolText.OneLine(file)} to its host");
        }
    }
}
