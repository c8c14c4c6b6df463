using System.CommandLine;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet enroll</c>: gives an agent its credentials, and the server the right to let it in.</summary>
internal sealed class EnrollCommand : Command
{
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "The ids of the agents: letters, digits, _ and -.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _folder = new("--dir")
    {
        Description = "The folder of the fleet, as given to 'fleet init'.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "A label whose orders the agents may read; may be given several times.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _remove = new("--remove") { Description = "Take away the agents' right to connect." };
    private readonly Option<bool> _json = CommonOptions.Json();

    private EnrollCommand()
        : base("enroll", "Make the credentials of agents, or new ones: a file for each, to be carried to its host.")
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
                result.AddError($"'{id}' can't be an id: {FleetNames.Rule}");
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
            Console.Out.WriteLine($"To reload a running server: nats-server -sl reload={ToolText.OneLine(folder.PidFile)}");
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
            Console.Out.WriteLine(file is null ? $"{id} is removed" : $"{id}: {ToolText.OneLine(file)}, to be carried to its host");
        }
    }
}
