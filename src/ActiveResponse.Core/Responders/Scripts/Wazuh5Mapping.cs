using System.Globalization;
using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;
using static ActiveResponse.Responders.Scripts.JsonFields;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Converts an alert of Wazuh 4 or OSSEC to an event of Wazuh 5: ECS field names, with rule and agent under
/// <c>wazuh</c>.</summary>
internal static class Wazuh5Mapping
{
    /// <summary>Whether an alert has the old shape: a rule or data at its root, and no <c>wazuh</c>.</summary>
    public static bool IsNeeded(CJsonValue alert) =>
        ObjectOf(alert, "wazuh") is null && (ObjectOf(alert, "rule") ?? ObjectOf(alert, "data")) is not null;

    /// <summary>Creates the event.</summary>
    /// <param name="order">The order.</param>
    /// <param name="alert">The alert, or null for an event with the order's data only.</param>
    public static CJsonValue Of(ResponseOrder order, CJsonValue? alert)
    {
        var (origin, subject) = (order.Origin, order.Subject);
        var said = CJsonValue.NewObject();
        CopyText(said, "@timestamp", alert, "timestamp");
        var happened = CJsonValue.NewObject();
        AddText(happened, "doc_id", origin.AlertId is "" ? null : origin.AlertId);
        CopyText(happened, "original", alert, "full_log");
        said.Add("event", happened);
        said.Add("wazuh", Wazuh(order, alert));
        AddTarget(said, "source", "ip", subject.Address?.ToString());
        AddTarget(said, "user", "name", subject.User);
        AddTarget(said, "file", "path", subject.File);
        return said;
    }

    private static CJsonValue Wazuh(ResponseOrder order, CJsonValue? alert)
    {
        var origin = order.Origin;
        var wazuh = CJsonValue.NewObject();
        wazuh.Add("active_response", Wazuh5Message.Response(order));
        Wazuh5Message.AddAgent(wazuh, origin);
        if (origin.RuleId != 0)
        {
            var rule = CJsonValue.NewObject();
            rule.Add("id", CJsonValue.Of(origin.RuleId.ToString(CultureInfo.InvariantCulture)));
            rule.Add("level", CJsonValue.Of(LevelOf(origin.Level)));
            CopyText(rule, "title", alert is null ? null : ObjectOf(alert, "rule"), "description");
            wazuh.Add("rule", rule);
        }

        if (origin.Location is not null)
        {
            var protocol = CJsonValue.NewObject();
            AddText(protocol, "location", origin.Location);
            wazuh.Add("protocol", protocol);
        }

        return wazuh;
    }

    // The ranges of Wazuh's migration guide.
    private static string LevelOf(int level) =>
        level switch
        {
            < 4 => "informational",
            < 7 => "low",
            < 10 => "medium",
            < 13 => "high",
            _ => "critical",
        };

    private static void AddTarget(CJsonValue to, string section, string name, string? value)
    {
        if (value is not null)
        {
            to.Add(section, Wazuh5Message.Target(null, name, value));
        }
    }

    private static void CopyText(CJsonValue to, string name, CJsonValue? from, string field)
    {
        if (from?.Find(field) is { IsText: true } text)
        {
            to.Add(name, text);
        }
    }

    private static CJsonValue? ObjectOf(CJsonValue alert, string name) => alert.Find(name) is { IsObject: true } found ? found : null;
}
