namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The content of a table: chains and their rules, as iptables prints them after the chain's name.</summary>
internal sealed class IptablesTable
{
    private readonly Dictionary<string, List<string>> _chains = new(StringComparer.Ordinal);
    private readonly List<string> _none = [];

    /// <summary>Whether a chain exists.</summary>
    public bool Has(string chain) => _chains.ContainsKey(chain);

    /// <summary>The rules of a chain, in order; none if it doesn't exist.</summary>
    public IReadOnlyList<string> this[string chain] => _chains.GetValueOrDefault(chain, _none);

    /// <summary>All chains with their rules.</summary>
    public IEnumerable<(string Chain, IReadOnlyList<string> Rules)> Chains =>
        _chains.Select(static pair => (pair.Key, (IReadOnlyList<string>)pair.Value));

    /// <summary>Reads the output of <c>iptables-save -t filter</c>; skips what it doesn't know.</summary>
    public static IptablesTable Parse(string text)
    {
        var table = new IptablesTable();
        var isFilter = false;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.StartsWith('*'))
            {
                isFilter = line is "*filter";
            }
            else if (isFilter && line.StartsWith(':'))
            {
                table.Chain(Until(line[1..], out _));
            }
            else if (isFilter && line.StartsWith("-A "))
            {
                var chain = table.Chain(Until(line[3..], out var rest));
                chain.Add(rest.ToString());
            }
        }

        return table;
    }

    /// <summary>Whether two tables have the same rules.</summary>
    public bool IsSame(IptablesTable other) =>
        _chains.Count == other._chains.Count && _chains.All(pair => other.Has(pair.Key) && other[pair.Key].SequenceEqual(pair.Value));

    private static ReadOnlySpan<char> Until(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        var blank = text.IndexOf(' ');
        rest = blank < 0 ? [] : text[(blank + 1)..];
        return blank < 0 ? text : text[..blank];
    }

    private List<string> Chain(ReadOnlySpan<char> name)
    {
        // Looks up by span: each rule repeats its chain's name, and there are many more rules than chains.
        var chains = _chains.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!chains.TryGetValue(name, out var rules))
        {
            chains[name] = rules = [];
        }

        return rules;
    }
}
