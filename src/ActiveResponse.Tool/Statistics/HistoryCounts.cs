using System.Net.Sockets;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Statistics;

/// <summary>Counts entries of the history.</summary>
/// <param name="top">The maximum number of rules, networks and responders.</param>
internal sealed class HistoryCounts(int top)
{
    // What one provider usually gives to one customer, or a little more.
    private const int NetworkLength4 = 24;
    private const int NetworkLength6 = 48;

    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _days = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _networks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _responders = new(StringComparer.Ordinal);

    /// <summary>The parts: by what, and the names with their counts. Outcomes are of all actions, the others of blocks that were put in
    /// place.</summary>
    public IReadOnlyList<(string By, IReadOnlyList<KeyValuePair<string, int>> Counts)> Parts =>
        [
            ("outcome", [.. Largest(_outcomes)]),
            ("day", [.. _days]),
            ("rule", [.. Largest(_rules).Take(top)]),
            ("network", [.. Largest(_networks).Take(top)]),
            ("responder", [.. Largest(_responders).Take(top)]),
        ];

    public void Add(JsonElement item)
    {
        var outcome = ReplyText.Of(item, "outcome");
        Count(_outcomes, outcome);
        if (outcome != "applied" || ReplyText.Of(item, "verb") == "revert")
        {
            return;
        }

        // Days of UTC: "2026-11-30T14:00:00Z".
        Count(_days, ReplyText.Time(item, "at") is { Length: > 10 } time ? time[..10] : "unknown");
        Count(_rules, ReplyText.Number(item, "ruleId") is > 0 and var rule ? $"{rule}" : "by hand");
        Count(_networks, NetworkOf(ReplyText.Of(item, "target")));
        Count(_responders, ReplyText.Of(item, "responder"));
    }

    private static void Count<T>(T counts, string name)
        where T : IDictionary<string, int> => counts[name] = counts.TryGetValue(name, out var before) ? before + 1 : 1;

    private static IEnumerable<KeyValuePair<string, int>> Largest(Dictionary<string, int> counts) =>
        counts.OrderByDescending(static count => count.Value).ThenBy(static count => count.Key, StringComparer.Ordinal);

    private static string NetworkOf(string target)
    {
        if (!AddressPrefix.TryParse(target, out var address))
        {
            return "no address";
        }

        var length = address.Address.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkLength6 : NetworkLength4;
        return AddressPrefix.From(address.Address, Math.Min(address.Length, length)).ToString();
    }
}
