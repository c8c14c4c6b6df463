using System.CommandLine;
using ActiveResponse.Nats;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Settings;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The options of the commands that connect to a fleet as an issuer.</summary>
internal sealed class SessionOptions
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly Option<string> _url = FleetUrl.Option(isRequired: true);
    private readonly Option<string> _credentials = new("--credentials")
    {
        Description = "The issuer's credentials, e.g. issuer.json.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Adds these options to a command.</summary>
    public SessionOptions(Command command)
    {
        command.Add(_url);
        command.Add(_credentials);
        command.Add(_json);
        command.Add(SettingsSource.Option());
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Connects, and runs an action on the fleet.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult parsed, Func<NatsFleet, Task<int>> action, CancellationToken cancellationToken) =>
        FleetRun.DoAsync(async () =>
        {
            var options = new NatsFleetOptions
            {
                Url = parsed.GetRequiredValue(_url),
                Credentials = CredentialsFile.Read(parsed.GetRequiredValue(_credentials)),
            };
            await using var session = await FleetSession.ConnectAsync(options, ConnectTimeout, cancellationToken: cancellationToken);
            return await action(session.Fleet);
        });
}
