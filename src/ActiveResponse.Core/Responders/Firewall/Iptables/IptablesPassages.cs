using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Finds others' rules that accept packets before they meet our entries: rules before our jump, and rules before an entry in our
/// chain.</summary>
/// <param name="frame">Our chain and the jumps to it.</param>
/// <param name="table">The table's content.</param>
internal sealed class IptablesPassages(IptablesFrame frame, IptablesTable table)
{
    // iptables refuses loops; this only guards against an error of ours.
    private const int MostLevels = 16;

    private const int LongestRule = 160;

    private readonly List<FirewallPassage> _found = [];

    /// <summary>What lets packets pass.</summary>
    public IReadOnlyList<FirewallPassage> Find()
    {
        foreach (var hook in frame.WantedHooks(table))
        {
            Walk(hook, source: null, level: 0);
        }

        var ours = table[frame.Place.Chain];
        for (var i = 0; i < ours.Count; i++)
        {
            // The last rules come after all entries.
            if (
                !IptablesRule.IsMarked(ours[i])
                && ours.Skip(i + 1).Any(IptablesRule.IsMarked)
                && IptablesRuleText.Read(ours[i]) is { Target: "ACCEPT" or "RETURN" } rule
            )
            {
                Add(frame.Place.Chain, ours[i], rule.Source, "before our entries");
            }
        }

        return _found;
    }

    /// <returns>Whether all packets that enter a chain have met our entries, or were stopped, at its end.</returns>
    // Long: one case per kind of rule that a packet can meet.
    private bool Walk(string chain, AddressPrefix? source, int level)
    {
        foreach (var text in table[chain])
        {
            if (text == frame.Jump)
            {
                return true;
            }

            var rule = IptablesRuleText.Read(text);
            if (rule.IsLoopback || rule.Target == frame.Place.Chain)
            {
                continue;
            }

            switch (rule.Target)
            {
                case "ACCEPT" or "QUEUE" or "NFQUEUE":
                    Add(chain, text, rule.Source ?? source, "before our jump");
                    break;
                case "RETURN" when level == 0:
                    Add(chain, text, rule.Source ?? source, "before our jump");
                    break;
                case "RETURN" when rule.IsForAll:
                    return false;
                case "DROP" or "REJECT" when rule.IsForAll:
                    return true;
                case { } target when table.Has(target) && level < MostLevels:
                    if (Walk(target, rule.Source ?? source, level + 1) && rule.IsForAll)
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }

    private void Add(string chain, string text, AddressPrefix? source, string where) =>
        _found.Add(new FirewallPassage($"the rule '{SafeText.Of(text, LongestRule)}' of {chain} comes {where}", source));
}
