using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Tests.Responders.Scripts;

/// <summary>Orders to try scripts with.</summary>
internal static class Orders
{
    public const ExpectedFields Everything = ExpectedFields.User | ExpectedFields.SourceAddress | ExpectedFields.FileName;

    public static AddressPrefix Address(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException(text);

    public static ResponseOrder Of(
        string? address = "203.0.113.9",
        string? user = null,
        string? file = null,
        ExpectedFields expect = ExpectedFields.SourceAddress,
        string executable = "block.sh",
        ResponseLocation where = ResponseLocation.Local,
        ResponseOrigin? origin = null,
        string? extra = null
    ) =>
        new()
        {
            ResponseName = "block600",
            Command = new CommandDefinition
            {
                Name = "block",
                Executable = executable,
                Expect = expect,
                TimeoutAllowed = true,
                ExtraArguments = extra,
            },
            Responder = executable,
            Subject = new Subject
            {
                Address = address is null ? null : Address(address),
                User = user,
                File = file,
            },
            Location = where,
            RunsHere = true,
            Timeout = TimeSpan.FromMinutes(10),
            Origin = origin ?? Origin(),
        };

    public static ResponseOrigin Origin(string? location = "/var/log/auth.log", string? json = null) =>
        new()
        {
            AlertId = "1754300000.8812",
            RuleId = 5712,
            Level = 10,
            AgentId = "001",
            AgentName = "web01",
            Location = location,
            AlertJson = json is null ? default : Encoding.UTF8.GetBytes(json),
        };
}
