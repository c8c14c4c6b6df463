using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The options of <c>run</c> to join a fleet.</summary>
internal sealed class MemberOptions
{
    private readonly Option<string> _url = FleetUrl.Option(isRequired: false);
    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "With --fleet: this host's credentials, an agent's to receive orders or an issuer's to issue them.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _budget = new("--fleet-budget")
    {
        Description = "With --fleet, on an issuer: the most new orders for all agents in a minute. Default: no limit.",
        HelpName = "N",
    };

    private readonly Option<int?> _canary = new("--fleet-canary")
    {
        Description =
            "With --fleet, on an issuer: try each new order for all agents on this many first; the others get it only if all of these "
            + "apply it within 10 s. Default: none.",
        HelpName = "N",
    };

    /// <summary>Adds these options to a command.</summary>
    public MemberOptions(Command command)
    {
        command.Add(_url);
        command.Add(_credentials);
        command.Add(_budget);
        command.Add(_canary);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_budget) is < 1 or > 1_000_000)
            {
                result.AddError("--fleet-budget must be 1 to 1000000.");
            }

            if (result.GetValue(_canary) is < 1 or > 1000)
            {
                result.AddError("--fleet-canary must be 1 to 1000.");
            }

            if (IsGiven(result) != (result.GetValue(_credentials) is not null))
            {
                result.AddError("Give both --fleet URL and --credentials FILE, or neither.");
            }
        });
    }

    /// <summary>Whether this host joins a fleet.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_url) is { Implicit: false };

    /// <summary>The fleet to join; null for none.</summary>
    public FleetSettings? SettingsOf(ParseResult parsed) =>
        parsed.GetValue(_url) is { } url && parsed.GetValue(_credentials) is { } file
            ? new FleetSettings(url, file, parsed.GetValue(_budget), parsed.GetValue(_canary))
            : null;
}
