using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;
using static ActiveResponse.Responders.Scripts.JsonFields;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The alert inside a Wazuh 4 message, made consistent with the order's subject.</summary>
/// <remarks>A program looks for its target in <c>data.win.eventdata.ipAddress</c>, then <c>destinationIp</c>, then <c>data.srcip</c>, and
/// in <c>data.dstuser</c>; the first of equal keys counts, in any case. Planning and the guards checked the order's subject. These fields
/// therefore match the subject or are left out; otherwise a crafted alert could pass the guards with one address and have another
/// blocked.</remarks>
internal static class Wazuh4Alert
{
    private static readonly string[] EventFields = ["ipAddress", "destinationIp"];

    /// <summary>Replaces the address and user of an alert by the subject's.</summary>
    public static CJsonValue With(CJsonValue alert, Subject subject)
    {
        var judged = CJsonValue.NewObject();
        var hasData = false;
        foreach (var field in Of(alert))
        {
            if (!Is(field, "data"))
            {
                judged.Add(field.Name, field.Value);
            }
            else if (!hasData)
            {
                hasData = true;
                judged.Add(field.Name, Data(field.Value, subject));
            }
        }

        if (!hasData && (subject.Address is not null || subject.User is not null))
        {
            judged.Add("data", Data(null, subject));
        }

        return judged;
    }

    /// <summary>Whether every field that programs read a target from matches the subject.</summary>
    public static bool HasOnly(CJsonValue alert, Subject subject)
    {
        var data = Of(alert).Where(static field => Is(field, "data")).ToList();
        var fields = data.SelectMany(static field => Of(field.Value)).ToList();
        var windows = fields
            .Where(static field => Is(field, "win"))
            .SelectMany(static field => Of(field.Value))
            .Where(static field => Is(field, "eventdata"))
            .SelectMany(static field => Of(field.Value));
        var addresses = fields.Where(static field => Is(field, "srcip")).Concat(windows.Where(IsEventField)).ToList();
        var users = fields.Where(static field => Is(field, "dstuser")).ToList();
        return data.TrueForAll(static field => field.Value.Kind is CJsonKind.Object or CJsonKind.Null)
            && addresses.TrueForAll(field => IsNothing(field.Value) || IsAddress(field.Value, subject))
            && users.TrueForAll(field =>
                IsNothing(field.Value) || (field.Value.IsText && LosslessText.Decode(field.Value.Text) == subject.User)
            )
            && (subject.Address is null || addresses.Exists(field => IsAddress(field.Value, subject)))
            && (subject.User is null || users.Exists(static field => field.Value.IsText));
    }

    /// <summary>Creates an alert with the order's data only.</summary>
    public static CJsonValue OfSubject(ResponseOrigin origin, Subject subject)
    {
        var alert = CJsonValue.NewObject();
        if (origin.RuleId != 0)
        {
            var rule = CJsonValue.NewObject();
            rule.Add("level", CJsonValue.Of(origin.Level));
            rule.Add("id", CJsonValue.Of(origin.RuleId.ToString(CultureInfo.InvariantCulture)));
            alert.Add("rule", rule);
        }

        if (origin.AgentId is not null || origin.AgentName is not null)
        {
            var agent = CJsonValue.NewObject();
            AddText(agent, "id", origin.AgentId);
            AddText(agent, "name", origin.AgentName);
            alert.Add("agent", agent);
        }

        AddText(alert, "id", origin.AlertId is "" ? null : origin.AlertId);
        alert.Add("data", Data(null, subject));
        if (subject.File is not null)
        {
            var syscheck = CJsonValue.NewObject();
            syscheck.Add("path", CJsonValue.Of(subject.File));
            alert.Add("syscheck", syscheck);
        }

        AddText(alert, "location", origin.Location);
        return alert;
    }

    private static CJsonValue Data(CJsonValue? data, Subject subject)
    {
        var judged = CJsonValue.NewObject();
        var seen = (Address: false, User: false, Windows: false);
        foreach (var field in Of(data))
        {
            if (Is(field, "srcip"))
            {
                AddJudged(judged, field, subject.Address?.ToString(), ref seen.Address);
            }
            else if (Is(field, "dstuser"))
            {
                AddJudged(judged, field, subject.User, ref seen.User);
            }
            else if (!Is(field, "win"))
            {
                judged.Add(field.Name, field.Value);
            }
            else if (!seen.Windows)
            {
                seen.Windows = true;
                judged.Add(field.Name, Windows(field.Value, subject));
            }
        }

        AddOnce(judged, "srcip"u8.ToArray(), subject.Address?.ToString(), ref seen.Address);
        AddOnce(judged, "dstuser"u8.ToArray(), subject.User, ref seen.User);
        return judged;
    }

    private static CJsonValue Windows(CJsonValue windows, Subject subject)
    {
        if (!windows.IsObject)
        {
            return windows;
        }

        var judged = CJsonValue.NewObject();
        var seen = false;
        foreach (var field in windows.Items)
        {
            if (!Is(field, "eventdata") || !field.Value.IsObject)
            {
                judged.Add(field.Name, field.Value);
            }
            else if (!seen)
            {
                seen = true;
                var data = CJsonValue.NewObject();
                foreach (var item in field.Value.Items.Where(item => !IsEventField(item) || IsAddress(item.Value, subject)))
                {
                    data.Add(item.Name, item.Value);
                }

                judged.Add(field.Name, data);
            }
        }

        return judged;
    }

    private static bool IsEventField((byte[] Name, CJsonValue Value) item) => Array.Exists(EventFields, name => Is(item, name));

    private static bool IsNothing(CJsonValue value) => value.Kind == CJsonKind.Null || (value.IsText && value.Text is [] or [(byte)'-']);

    private static bool IsAddress(CJsonValue value, Subject subject) =>
        value.IsText && AddressPrefix.TryParse(LosslessText.Decode(value.Text), out var address) && address == subject.Address;
}
