using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Tests.Support;

/// <summary>Makes the plain things tests need, with only what matters spelled out.</summary>
internal static partial class Some
{
    public static AddressPrefix Prefix(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    public static Subject Address(string text) => Subject.Of(Prefix(text));

    public static CommandDefinition Command(
        string executable = "firewall-drop",
        ExpectedFields expect = ExpectedFields.SourceAddress,
        bool timeoutAllowed = true
    ) =>
        new()
        {
            Name = executable,
            Executable = executable,
            Expect = expect,
            TimeoutAllowed = timeoutAllowed,
        };

    public static ResponseDefinition Response(
        string executable = "firewall-drop",
        int seconds = 600,
        ResponseLocation locations = ResponseLocation.Local,
        int? level = 6,
        string? agentId = null,
        ExpectedFields expect = ExpectedFields.SourceAddress
    ) =>
        new()
        {
            Name = executable + seconds.ToString(CultureInfo.InvariantCulture),
            Command = Command(executable, expect),
            Locations = locations,
            Level = level,
            AgentId = agentId,
            Timeout = TimeSpan.FromSeconds(seconds),
        };

    public static Alert Alert(string? sourceAddress = "203.0.113.9", string id = "1754300000.1", uint ruleId = 5712, int level = 10) =>
        new()
        {
            Id = id,
            RuleId = ruleId,
            Level = level,
            Groups = "syslog,sshd,",
            SourceAddress = sourceAddress,
            Location = "/var/log/auth.log",
        };

    public static ResponseOrder Order(
        string responder = "recorder",
        string subject = "203.0.113.9",
        int seconds = 600,
        string? response = null,
        string alertId = "1754300000.1",
        bool timeoutAllowed = true
    ) =>
        new()
        {
            ResponseName = response ?? responder + seconds.ToString(CultureInfo.InvariantCulture),
            Command = Command(responder, timeoutAllowed: timeoutAllowed),
            Responder = responder,
            Subject = Address(subject),
            Location = ResponseLocation.Local,
            RunsHere = true,
            Timeout = TimeSpan.FromSeconds(seconds),
            Origin = new ResponseOrigin
            {
                AlertId = alertId,
                RuleId = 5712,
                Level = 10,
            },
        };
}
