using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The options of <c>run</c> that join it to a fleet.</summary>
internal sealed class MemberOptions
{
    private readonly Option<string> _url = FleetUrl.Option(isRequired: false);
    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "With --fleet: who this host is there, and its keys: an agent, which takes orders, or an issuer, which gives them.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _budget = new("--fleet-budget")
    {
        Description = "With --fleet, of an issuer: how many new orders for all agents it gives in a minute. Default: no limit.",
        HelpName = "N",
    };

    private readonly Option<int?> _canary = new("--fleet-canary")
    {
        Description =
            "With --fleet, of an issuer: on how many agents it tries a new order for all first; the others get it only if these have done it"
            + " within 10 s. Default: none.",
        HelpName = "N",
    };

    /// <summary>Gives a command these options.</summary>
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
                result.AddError("--fleet URL and --credentials FILE go together.");
            }
        });
    }

    /// <summary>Whether this host is to join a fleet.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_url) is { Implicit: false };

    /// <summary>Where and as whom it joins; null when it doesn't.</summary>
    public FleetSettings? SettingsOf(ParseResult parsed) =>
        parsed.GetValue(_url) is { } url && parsed.GetValue(_credentials) is { } file
            ? new FleetSettings(url, file, parsed.GetValue(_budget), parsed.GetValue(_canary))
            : null;
}
