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

    /// <summary>Gives a command these options.</summary>
    public MemberOptions(Command command)
    {
        command.Add(_url);
        command.Add(_credentials);
        command.Validators.Add(result =>
        {
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
        parsed.GetValue(_url) is { } url && parsed.GetValue(_credentials) is { } file ? new FleetSettings(url, file) : null;
}
