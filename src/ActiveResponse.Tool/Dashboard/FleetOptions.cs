using System.CommandLine;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Fleet;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>The options of <c>dashboard</c> to show a fleet.</summary>
internal sealed class FleetOptions
{
    private readonly Option<string> _url = FleetUrl.Option(isRequired: false);
    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "With --fleet: an issuer's credentials. Only an issuer can show the fleet.",
        HelpName = "FILE",
    };

    /// <summary>Adds these options to a command.</summary>
    public FleetOptions(Command command)
    {
        command.Add(_url);
        command.Add(_credentials);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_url) is { Implicit: false } != (result.GetValue(_credentials) is not null))
            {
                result.AddError("Give both --fleet URL and --credentials FILE, or neither.");
            }
        });
    }

    /// <summary>The fleet to show; null for none. The settings of an agent may name its own credentials, or some that only the agent may
    /// read: then the agent is shown and the fleet isn't.</summary>
    public NatsFleetOptions? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_url) is not { } url || parsed.GetValue(_credentials) is not { } file)
        {
            return null;
        }

        try
        {
            var credentials = CredentialsFile.Read(file);
            if (credentials.AgentId is null)
            {
                return new NatsFleetOptions { Url = url, Credentials = credentials };
            }

            Warn($"{file} is of the agent {credentials.AgentId}");
        }
        catch (Exception e) when (e is FleetException or IOException or UnauthorizedAccessException)
        {
            Warn(e.Message);
        }

        return null;
    }

    private static void Warn(string why) =>
        Console.Error.WriteLine($"active-response: the fleet isn't shown, which takes an issuer's credentials: {ToolText.OneLine(why)}");
}
