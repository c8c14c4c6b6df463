using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActiveResponse.Ossec.Tests.AsScript;

/// <summary>Whom a recorded host shut out after a run: the addresses and accounts, however that is written down.</summary>
internal static partial class RecordedState
{
    /// <summary>The state after a run; null when nothing tells it.</summary>
    public static HashSet<string>? After(RecordedScriptRun run, IEnumerable<string> before)
    {
        if (run.Commands is { } commands)
        {
            HashSet<string> state = [.. before];
            foreach (
                var command in commands.EnumerateArray().Select(static c => c.EnumerateArray().Select(static a => a.GetString()!).ToArray())
            )
            {
                var (subject, isAdd) = command switch
                {
                    [_, "-l" or "-u", var user] => (user, command[1] == "-l"),
                    [_, "--add-rich-rule" or "--remove-rich-rule", var rule] => (
                        RuleAddress().Match(rule).Groups[1].Value,
                        command[1] == "--add-rich-rule"
                    ),
                    _ => ("", false),
                };
                _ = isAdd ? state.Add(subject) : state.Remove(subject);
            }

            return state;
        }

        return run.Effects is { } effects
            ? [.. effects.EnumerateObject().SelectMany(static effect => Of(effect.Name, effect.Value))]
            : null;
    }

    private static IEnumerable<string> Of(string kind, JsonElement value) =>
        kind switch
        {
            "iptables" or "ip6tables" => value
                .EnumerateArray()
                .Select(static rule => Drop().Match(rule.GetString()!))
                .Where(static m => m.Success)
                .Select(static m => m.Groups[1].Value),
            "routes" => value
                .EnumerateArray()
                .Select(static route => route.GetString()!.Split(' '))
                .Where(static words => words[0] == "unreachable")
                .Select(static words => words[1]),
            "ipblock" => value.EnumerateArray().Select(static file => file.GetString()!),
            "hosts.deny" => Denied(value.GetString() ?? ""),
            "passwd -S" => value.GetString()!.Split(' ') is [var user, "L"] ? [user] : [],
            _ => [],
        };

    /// <summary>The addresses that a deny file denies to everything.</summary>
    public static IEnumerable<string> Denied(string text) =>
        text.Split('\n')
            .Where(static line => line.StartsWith("ALL:", StringComparison.Ordinal))
            .Select(static line => line[4..].Trim().Trim('[', ']'));

    [GeneratedRegex(@"-s (\S+?)(?:/32|/128)? -j DROP")]
    private static partial Regex Drop();

    [GeneratedRegex(@"address='?([0-9a-fA-F.:]+)'?")]
    private static partial Regex RuleAddress();
}
