using ActiveResponse.Configuration;

namespace FleetSample;

/// <summary>What the issuer is configured for.</summary>
internal static class Responses
{
    private static readonly CommandDefinition Drop = new()
    {
        Name = "drop",
        Executable = "firewall-drop",
        Expect = ExpectedFields.SourceAddress,
        TimeoutAllowed = true,
    };

    /// <summary>Every agent blocks the attacker of a brute force attack for ten minutes.</summary>
    public static ActiveResponseConfig All { get; } =
        ActiveResponseConfig.Empty with
        {
            Commands = [Drop],
            Responses =
            [
                new ResponseDefinition
                {
                    Name = "drop600",
                    Command = Drop,
                    Locations = ResponseLocation.All,
                    RuleIds = [5712],
                    Timeout = TimeSpan.FromMinutes(10),
                },
            ],
        };
}
