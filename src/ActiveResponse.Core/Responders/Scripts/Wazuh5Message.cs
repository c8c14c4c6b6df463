using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;
using ActiveResponse.Planning;
using static ActiveResponse.Responders.Scripts.JsonFields;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The line wazuh-execd of Wazuh 5 writes to a program: the event with the active response in it and the command at its
/// end.</summary>
/// <remarks>A program requires <c>command</c> and the object <c>wazuh</c>, and reads its target from <c>source.ip</c> and <c>user.name</c>
/// (Wazuh 5 <c>src/active-response/src/active_responses.c</c>). These always match the checked subject, whatever the event has.</remarks>
internal static class Wazuh5Message
{
    private static readonly string[] Ours = ["command", "source.ip", "user.name"];

    /// <summary>Creates a message.</summary>
    /// <param name="order">The order.</param>
    /// <param name="command"><c>enable</c>, <c>continue</c>, <c>abort</c> or <c>disable</c>.</param>
    /// <param name="alert">The alert, or null for an event with the order's data only.</param>
    public static CJsonValue Of(ResponseOrder order, string command, CJsonValue? alert)
    {
        var message =
            alert is not null && !Wazuh5Mapping.IsNeeded(alert) ? Event(order, alert, ownWazuh: false) : Wazuh5Mapping.Of(order, alert);
        message.Add("command", CJsonValue.Of(command));
        return message;
    }

    /// <summary>Passes on a message that came for execd, with the command set.</summary>
    public static CJsonValue HandedOn(CJsonValue message, ResponseOrder order, string command)
    {
        var said = Event(order, message, ownWazuh: true);
        said.Add("command", CJsonValue.Of(command));
        return said;
    }

    /// <summary><c>wazuh.active_response</c>, as the manager stores it.</summary>
    public static CJsonValue Response(ResponseOrder order)
    {
        var response = CJsonValue.NewObject();
        response.Add("name", CJsonValue.Of(order.Command.Name));
        response.Add("executable", CJsonValue.Of(order.Command.Executable));
        response.Add("extra_arguments", CJsonValue.Of(order.Command.ExtraArguments ?? ""));
        response.Add(
            "location",
            CJsonValue.Of(
                order.Location switch
                {
                    ResponseLocation.All => "all",
                    ResponseLocation.DefinedAgent => "defined-agent",
                    _ => "local",
                }
            )
        );
        if (order.Location == ResponseLocation.DefinedAgent)
        {
            AddText(response, "agent_id", order.TargetAgent);
        }

        response.Add("type", CJsonValue.Of(order.Timeout > TimeSpan.Zero ? "stateful" : "stateless"));
        if (order.Timeout > TimeSpan.Zero)
        {
            response.Add("stateful_timeout", CJsonValue.Of((long)Math.Ceiling(order.Timeout.TotalSeconds)));
        }

        return response;
    }

    /// <summary>Adds <c>agent</c>, as far as the order knows it.</summary>
    public static void AddAgent(CJsonValue to, ResponseOrigin origin)
    {
        if (origin.AgentId is not null || origin.AgentName is not null)
        {
            var agent = CJsonValue.NewObject();
            AddText(agent, "id", origin.AgentId);
            AddText(agent, "name", origin.AgentName);
            to.Add("agent", agent);
        }
    }

    /// <summary>Copies an object with one field set to the checked value, or without that field.</summary>
    public static CJsonValue Target(CJsonValue? fields, string name, string? value)
    {
        var target = CJsonValue.NewObject();
        var seen = false;
        foreach (var field in JsonFields.Of(fields))
        {
            if (Is(field, name))
            {
                AddJudged(target, field, value, ref seen);
            }
            else
            {
                target.Add(field.Name, field.Value);
            }
        }

        AddOnce(target, System.Text.Encoding.ASCII.GetBytes(name), value, ref seen);
        return target;
    }

    // Long: copies the members in their order and puts the subject in place.
    private static CJsonValue Event(ResponseOrder order, CJsonValue alert, bool ownWazuh)
    {
        (string Section, string Name, string? Value)[] targets =
        [
            ("source", "ip", order.Subject.Address?.ToString()),
            ("user", "name", order.Subject.User),
            ("file", "path", order.Subject.File),
        ];
        var said = CJsonValue.NewObject();
        var seen = new bool[targets.Length];
        var hasWazuh = false;
        foreach (var field in alert.Items)
        {
            var target = Array.FindIndex(targets, t => Is(field, t.Section));
            if (target >= 0 && (target < 2 || order.Subject.File is not null))
            {
                if (!seen[target])
                {
                    seen[target] = true;
                    var (_, name, value) = targets[target];
                    said.Add(
                        field.Name,
                        HasValue(field.Value, name, value, IsSame(target)) ? field.Value : Target(field.Value, name, value)
                    );
                }
            }
            else if (Is(field, "wazuh") && !ownWazuh)
            {
                AddWazuh(said, field.Value, order, ref hasWazuh);
            }
            else if (!Array.Exists(Ours, name => Is(field, name)))
            {
                // The command is ours to set; flattened target fields are dropped too.
                said.Add(field.Name, field.Value);
            }
        }

        if (!ownWazuh)
        {
            AddWazuh(said, null, order, ref hasWazuh);
        }

        for (var i = 0; i < targets.Length; i++)
        {
            if (!seen[i] && targets[i].Value is not null)
            {
                said.Add(targets[i].Section, Target(null, targets[i].Name, targets[i].Value));
            }
        }

        return said;
    }

    private static Func<string, string, bool> IsSame(int target) =>
        target > 0
            ? string.Equals
            : static (written, judged) => AddressPrefix.TryParse(written, out var address) && address.ToString() == judged;

    // Whether a section names only the checked value, so it can stay unchanged.
    private static bool HasValue(CJsonValue section, string name, string? value, Func<string, string, bool> isSame)
    {
        var named = JsonFields.Of(section).Where(field => Is(field, name)).ToList();
        return value is null
            ? section.Kind == CJsonKind.Null || (section.IsObject && named.TrueForAll(static field => field.Value.Kind == CJsonKind.Null))
            : named is [{ Value: { IsText: true } only }] && isSame(LosslessText.Decode(only.Text), value);
    }

    private static void AddWazuh(CJsonValue to, CJsonValue? wazuh, ResponseOrder order, ref bool seen)
    {
        if (seen)
        {
            return;
        }

        seen = true;
        var said = CJsonValue.NewObject();
        said.Add("active_response", Response(order));
        var hasAgent = false;
        foreach (var field in JsonFields.Of(wazuh).Where(static field => !Is(field, "active_response")))
        {
            hasAgent |= Is(field, "agent");
            said.Add(field.Name, field.Value);
        }

        if (!hasAgent)
        {
            AddAgent(said, order.Origin);
        }

        to.Add("wazuh", said);
    }
}
