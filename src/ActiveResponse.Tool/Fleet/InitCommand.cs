using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Fleet;

/// <summary><c>fleet init</c>: creates a fleet's keys, certificates and server configuration.</summary>
internal sealed class InitCommand : Command
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The folder to create. Keep it: it holds the fleet's keys." };
    private readonly Option<string> _name = new("--name")
    {
        Description = "The fleet's name: letters, digits, _ and -.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "main",
    };

    private readonly Option<string> _listen = new("--listen")
    {
        Description = "The address and port the server listens on.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = static _ => "0.0.0.0:4222",
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        Description =
            "A name or address by which hosts reach the server, for its certificate; repeatable. localhost and this host's name are "
            + "always included.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _agents = new("--agent") { Description = "Enroll this agent, too; repeatable.", HelpName = "ID" };

    private readonly Option<bool> _json = CommonOptions.Json();

    private InitCommand()
        : base("init", "Create a fleet: keys, certificates, and a nats-server.conf to start a NATS server with.")
    {
        Add(_folder);
        Add(_name);
        Add(_listen);
        Add(_hosts);
        Add(_agents);
        Add(_json);
        Validators.Add(Validate);
        SetAction(parsed => FleetRun.Do(() => Run(parsed)));
    }

    public static Command Build() => new InitCommand();

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_name) is { } name && !FleetNames.IsName(name))
        {
            result.AddError($"--name: {FleetNames.Rule}");
        }

        if (result.GetValue(_listen) is { } listen && (!IPEndPoint.TryParse(listen, out var place) || place.Port == 0))
        {
            result.AddError($"--listen: '{listen}' isn't an address with a port, e.g. 0.0.0.0:4222.");
        }

        FleetNames.Check(result, _agents);
        foreach (var host in result.GetValue(_hosts) ?? [])
        {
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                result.AddError($"--host: '{host}' is neither a name nor an address.");
            }
        }
    }

    private void Run(ParseResult parsed)
    {
        var folder = new FleetFolder(Path.GetFullPath(parsed.GetRequiredValue(_folder)));
        string[] hosts = ["localhost", "127.0.0.1", "::1", Dns.GetHostName(), .. parsed.GetValue(_hosts) ?? []];
        folder.Create(
            parsed.GetRequiredValue(_name),
            parsed.GetRequiredValue(_listen),
            [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase)]
        );
        var agents = (parsed.GetValue(_agents) ?? []).Distinct(StringComparer.Ordinal).Select(id => folder.Enroll(id, [])).ToList();
        if (parsed.GetValue(_json))
        {
            JsonLine.Write(
                Console.Out,
                json =>
                {
                    json.WriteString("serverConfig", folder.ServerConfig);
                    json.WriteString("issuer", folder.Issuer);
                    json.WriteStrings("agents", agents);
                }
            );
            return;
        }

        Console.Out.WriteLine($"server: start it with nats-server -c {ToolText.OneLine(folder.ServerConfig)}");
        Console.Out.WriteLine($"issuer: keep {ToolText.OneLine(folder.Issuer)} on the issuer's host; it can issue orders to every agent");
        agents.ForEach(static file => Console.Out.WriteLine($"agent: copy {ToolText.OneLine(file)} to its host"));
    }
}
