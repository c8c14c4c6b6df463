using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>Orders in the format of a Wazuh 4 manager's queues: JSON with the alert in it; for agents after a header with the
/// target.</summary>
/// <remarks>analysisd looks up all active agents and writes to each, because of those before 4.2; remoted also accepts one message for all
/// recently connected ones (<c>src/remoted/ar-forward.c</c> of 4.14), which needs no access to the manager's database. The options name
/// older agents.</remarks>
internal static class WazuhMessages
{
    private const int MaxLegacyBytes = 1023;

    public static OrderMessages Of(ResponseOrder order, ManagerQueueOptions options)
    {
        var json = WazuhOrderJson.Of(order, options.NodeName);
        if (json is null)
        {
            return OrderMessages.Not("the message is longer than Wazuh accepts");
        }

        if (order.RunsHere)
        {
            return new OrderMessages([new QueueMessage(ManagerQueue.Host, json)]);
        }

        if (order.Location == ResponseLocation.All)
        {
            var legacy = Ids(options).Order().Select(id => Legacy(order, "NNS", id)).ToList();
            return legacy.FirstOrDefault(static message => message.Problem is not null)
                ?? new OrderMessages([Message("ANN", "000", json), .. legacy.SelectMany(static message => message.Messages)]);
        }

        if (!uint.TryParse(order.TargetAgent, NumberStyles.None, CultureInfo.InvariantCulture, out var agent))
        {
            return OrderMessages.Not($"Wazuh's remoted finds agents by id, and '{SafeText.Of(order.TargetAgent)}' isn't one");
        }

        var flags = order.Location == ResponseLocation.Local ? "NRN" : "NNS";
        return Ids(options).Contains(agent) ? Legacy(order, flags, agent) : new OrderMessages([Message(flags, Written(agent), json)]);
    }

    private static IEnumerable<uint> Ids(ManagerQueueOptions options) =>
        options
            .LegacyAgents.Select(static id =>
                uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            )
            .Where(static id => id > 0)
            .Distinct();

    private static QueueMessage Message(string flags, string agent, byte[] payload) =>
        new(ManagerQueue.Agents, (byte[])[.. Encoding.ASCII.GetBytes($"(local_source) [] {flags} {agent} "), .. payload]);

    private static string Written(uint agent) => agent.ToString("000", CultureInfo.InvariantCulture);

    // OSSEC's words, and the extra arguments as one more.
    private static OrderMessages Legacy(ResponseOrder order, string flags, uint agent)
    {
        var everything = ExpectedFields.User | ExpectedFields.SourceAddress | ExpectedFields.FileName;
        var asked = order with { Command = order.Command with { Expect = everything } };
        if (!OssecArguments.TryMake(asked, ScriptAction.Add, out var arguments, out var refusal))
        {
            return OrderMessages.Not(refusal!);
        }

        var extra = order.Command.ExtraArguments is { Length: > 0 } given ? OssecArguments.Escape(given) : "-";
        var words = arguments.Skip(1).Prepend(order.ResponseName).Append(extra).Select(static word => word == "(null)" ? "-" : word);
        var bytes = LosslessText.Encode(string.Join(' ', words));
        return bytes.Length <= MaxLegacyBytes
            ? new OrderMessages([Message(flags, Written(agent), bytes)])
            : OrderMessages.Not(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the message has {bytes.Length} bytes, but agents before 4.2 accept {MaxLegacyBytes}"
                )
            );
    }
}
