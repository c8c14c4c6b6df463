using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Embedding.Tests;

/// <summary>A configuration and an alert that fires by it.</summary>
internal static class Sample
{
    public static ActiveResponseConfig Config { get; } =
        new()
        {
            Responses =
            [
                new ResponseDefinition
                {
                    Name = "firewall-drop600",
                    Command = new CommandDefinition
                    {
                        Name = "firewall-drop",
                        Executable = "firewall-drop",
                        Expect = ExpectedFields.SourceAddress,
                        TimeoutAllowed = true,
                    },
                    Locations = ResponseLocation.Local,
                    Level = 6,
                    Timeout = TimeSpan.FromMinutes(10),
                },
            ],
        };

    public static Alert Alert(string address = "203.0.113.9", string id = "1754300000.1") =>
        new()
        {
            Id = id,
            RuleId = 5712,
            Level = 10,
            Groups = "syslog,sshd,",
            SourceAddress = address,
            Location = "/var/log/auth.log",
        };

    public static Subject Address(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? Subject.Of(prefix) : throw new FormatException(text);
}
