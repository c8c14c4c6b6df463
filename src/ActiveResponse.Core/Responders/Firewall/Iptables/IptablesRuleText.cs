using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The relevant parts of someone else's rule in iptables's notation: whose packets it matches and where it jumps to.</summary>
/// <param name="Target">Its target; null for none.</param>
/// <param name="Source">The senders it matches; null for all, or for those not selected by one network.</param>
/// <param name="IsForAll">Whether it has no condition.</param>
/// <param name="IsLoopback">Whether it matches only what this host sends to itself.</param>
internal readonly record struct IptablesRuleText(string? Target, AddressPrefix? Source, bool IsForAll, bool IsLoopback)
{
    public static IptablesRuleText Read(string text)
    {
        var rule = new IptablesRuleText(null, null, IsForAll: true, IsLoopback: false);
        var isNegated = false;
        var words = Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "-j" or "-g":
                    // The rest belongs to the target.
                    return rule with { Target = next };
                case "-m" when next == "comment":
                case "--comment":
                    i++;
                    continue;
                case "!":
                    rule = rule with { IsForAll = false };
                    isNegated = true;
                    continue;
                case "-s" when !isNegated && AddressPrefix.TryParse(next, out var source):
                    rule = rule with { Source = source };
                    break;
                case "-i" when !isNegated:
                    rule = rule with { IsLoopback = next == "lo" };
                    break;
            }

            rule = rule with { IsForAll = false };
            isNegated = false;
        }

        return rule;
    }

    // Blanks within quotes belong to the word.
    private static List<string> Words(string text)
    {
        List<string> words = [];
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ' ' && !isQuoted))
            {
                if (i > start)
                {
                    words.Add(text[start..i]);
                }

                start = i + 1;
            }
            else if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
            {
                isQuoted = !isQuoted;
            }
        }

        return words;
    }
}
