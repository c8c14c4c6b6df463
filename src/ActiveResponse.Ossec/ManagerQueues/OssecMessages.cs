using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues;

/// <summary>Orders in the format of OSSEC's queues: one line of words.</summary>
/// <remarks>execd converts the words to arguments, so an order has the same form and refusals as for a script of this host. remoted reads
/// the words before them for the agent alone and splits at blanks (OSSEC <c>src/remoted/ar-forward.c</c>), so a blank in a log's path
/// becomes <c>_</c> there.</remarks>
internal static class OssecMessages
{
    /// <summary>The maximum length that analysisd writes, without the NUL. It truncates longer text, which would name another file or rule;
    /// here it is an error.</summary>
    private const int MaxBytes = 1023;

    public static OrderMessages Of(ResponseOrder order)
    {
        if (!OssecArguments.TryMake(order, ScriptAction.Add, out var arguments, out var refusal))
        {
            return OrderMessages.Not(refusal!);
        }

        // execd fills in the first word: add, and later delete.
        var words = string.Join(' ', arguments.Skip(1).Prepend(order.ResponseName));
        if (order.RunsHere)
        {
            return One(ManagerQueue.Host, words);
        }

        return HeaderOf(order, out var problem) is { } header ? One(ManagerQueue.Agents, $"{header} {words}") : OrderMessages.Not(problem);
    }

    private static string? HeaderOf(ResponseOrder order, out string problem)
    {
        problem = "";
        var agent = order.TargetAgent ?? "";
        switch (order.Location)
        {
            case ResponseLocation.All:
                return $"{Source(order.Origin)} ANN (null)";
            case ResponseLocation.Local
                when (order.Origin.AgentName ?? AlertLocation.AgentName(order.Origin.Location)) is { } name && IsName(name):
                return $"{Reporter(name, order.Origin.Location)} NRN (null)";
            case ResponseLocation.Local or ResponseLocation.DefinedAgent when OrderMessages.IsOneWord(agent):
                return $"{Source(order.Origin)} NNS {agent}";
            default:
                problem = string.Create(
                    CultureInfo.InvariantCulture,
                    $"remoted can't identify the agent: '{SafeText.Of(agent)}' is neither a name nor an id"
                );
                return null;
        }
    }

    // remoted reads the name between the parentheses.
    private static string Reporter(string name, string? location) =>
        location is not null && location.StartsWith($"({name}) ", StringComparison.Ordinal)
            ? $"({name}) {OneWord(location[(name.Length + 3)..])}"
            : $"({name}) any->{OneWord(location)}";

    private static string Source(ResponseOrigin origin) =>
        AlertLocation.AgentName(origin.Location) is { } name && IsName(name)
            ? Reporter(name, origin.Location)
            : $"(local_source) {OneWord(origin.Location)}";

    private static bool IsName(string name) => OrderMessages.IsOneWord(name) && !name.Contains(')', StringComparison.Ordinal);

    private static string OneWord(string? text) => string.IsNullOrEmpty(text) ? "-" : string.Concat(text.Select(WithoutBlank));

    private static char WithoutBlank(char c) => char.IsControl(c) || c == ' ' ? '_' : c;

    private static OrderMessages One(ManagerQueue queue, string text)
    {
        var bytes = LosslessText.Encode(text);
        return bytes.Length <= MaxBytes
            ? new OrderMessages([new QueueMessage(queue, bytes)])
            : OrderMessages.Not(
                string.Create(CultureInfo.InvariantCulture, $"the message has {bytes.Length} bytes, but OSSEC accepts {MaxBytes}")
            );
    }
}
