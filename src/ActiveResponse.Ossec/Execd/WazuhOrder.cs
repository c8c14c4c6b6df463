using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Converts a Wazuh message to an order.</summary>
internal static class WazuhOrder
{
    private const int MaxArguments = 4096;

    private static readonly ResponderNeeds All = new() { Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File };

    /// <param name="message">The message.</param>
    /// <param name="command">Its command.</param>
    /// <param name="timeout">Its timeout.</param>
    public static ResponseOrder Of(WazuhMessage message, CommandDefinition command, TimeSpan timeout)
    {
        // A script gets the original message, so the order carries all of it.
        var source = message.IsWazuh5 ? EventOf(message.Root) : AlertOf(message.Root.Find("parameters")?.Find("alert"));
        var alert = source with { Json = CJsonWriter.Write(message.Root) };
        var given = message.IsWazuh5 ? Text(message.Root, "wazuh", "active_response", "name") : null;
        var name = string.IsNullOrEmpty(given) ? message.Name : given;
        return new ResponseOrder
        {
            ResponseName = name,
            Command = command with { Name = name, ExtraArguments = ArgumentsOf(message) },
            Responder = command.Executable,
            Subject = SubjectReader.Read(alert, All, ConfigDialect.Wazuh).Subject,
            Location = ResponseLocation.Local,
            RunsHere = true,
            Timeout = timeout,
            Origin = ResponseOrigin.Of(alert, withJson: true),
        };
    }

    private static Alert AlertOf(CJsonValue? alert) =>
        alert is null
            ? new Alert()
            : new Alert
            {
                Id = Text(alert, "id") ?? "",
                RuleId = Number(Text(alert, "rule", "id")),
                Level = (int)Math.Clamp(alert.Find("rule")?.Find("level")?.Number ?? 0, 0, 16),
                AgentId = Text(alert, "agent", "id"),
                AgentName = Text(alert, "agent", "name"),
                Location = Text(alert, "location"),
                SourceAddress =
                    Text(alert, "data", "win", "eventdata", "ipAddress")
                    ?? Text(alert, "data", "win", "eventdata", "destinationIp")
                    ?? Text(alert, "data", "srcip"),
                User = Text(alert, "data", "dstuser"),
                SourceUser = Text(alert, "data", "srcuser"),
                FileName = Text(alert, "syscheck", "path"),
            };

    private static Alert EventOf(CJsonValue root) =>
        new()
        {
            Id = Text(root, "event", "doc_id") ?? "",
            RuleId = Number(Text(root, "wazuh", "rule", "id")),
            AgentId = Text(root, "wazuh", "agent", "id"),
            AgentName = Text(root, "wazuh", "agent", "name"),
            SourceAddress = Text(root, "source", "ip"),
            User = Text(root, "user", "name"),
            FileName = Text(root, "file", "path"),
        };

    private static string? ArgumentsOf(WazuhMessage message)
    {
        if (message.IsWazuh5)
        {
            return Fit(Text(message.Root, "wazuh", "active_response", "extra_arguments"));
        }

        var texts = message
            .Root.Find("parameters")
            ?.Find("extra_args")
            ?.Items.Where(static item => item.Value.IsText)
            .Select(static item => LosslessText.Decode(item.Value.Text));
        return texts is null ? null : Fit(string.Join(' ', texts));
    }

    // Scripts find them in the message; values that aren't plain text would have the whole order refused.
    private static string? Fit(string? arguments) =>
        arguments is null || arguments.Length > MaxArguments || arguments.Any(char.IsControl) ? null : arguments;

    private static uint Number(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? Text(CJsonValue from, params ReadOnlySpan<string> path)
    {
        var value = from;
        foreach (var name in path)
        {
            value = value?.Find(name);
        }

        return value is { IsText: true } ? LosslessText.Decode(value.Text) : null;
    }
}
