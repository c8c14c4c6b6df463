using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Reads our rules from netsh's listing. Windows translates its labels, so items are identified by position and value.</summary>
internal static class NetshListing
{
    private static readonly char[] Separators = [' ', '\t', ','];
    private static readonly char[] EndsOfLabels = [':', '：'];

    /// <summary>Reads the output of <c>show rule name=all</c>: a rule begins with a line of its name and a line of dashes.</summary>
    /// <returns>Our rules by their number.</returns>
    public static SortedDictionary<int, NetshRule> Parse(string text, NetshRuleName names)
    {
        var rules = new SortedDictionary<int, NetshRule>();
        var lines = text.Split('\n');
        List<AddressPrefix>? current = null;
        for (var i = 0; i < lines.Length; i++)
        {
            // The line before the dashes is read as a name only: other rules' names may contain an address.
            if (i + 1 < lines.Length && IsRuler(lines[i + 1]))
            {
                current = Begin(rules, names, lines[i]);
                i++;
            }
            else if (current is not null)
            {
                foreach (var word in lines[i].TrimEnd('\r').Split(Separators, StringSplitOptions.RemoveEmptyEntries))
                {
                    if (NetshAddress.TryParse(word, out var address))
                    {
                        current.Add(address);
                    }
                }
            }
        }

        return rules;
    }

    private static List<AddressPrefix>? Begin(SortedDictionary<int, NetshRule> rules, NetshRuleName names, string line)
    {
        var at = line.IndexOfAny(EndsOfLabels);
        if (at < 0 || !names.TryParse(line[(at + 1)..].Trim(), out var number, out var inbound))
        {
            return null;
        }

        if (!rules.TryGetValue(number, out var rule))
        {
            rules[number] = rule = new NetshRule(number);
        }

        // Windows allows two rules with one name, and changes both.
        var addresses = (inbound ? rule.Inbound : rule.Outbound) as List<AddressPrefix> ?? [];
        if (inbound)
        {
            rule.Inbound = addresses;
        }
        else
        {
            rule.Outbound = addresses;
        }

        return addresses;
    }

    private static bool IsRuler(string line)
    {
        var dashes = line.AsSpan().TrimEnd();
        return dashes.Length >= 10 && !dashes.ContainsAnyExcept('-');
    }
}
