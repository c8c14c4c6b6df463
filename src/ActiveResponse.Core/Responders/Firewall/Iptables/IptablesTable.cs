using System.Text;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The content of a table: chains and their rules, as iptables prints them after the chain's name.</summary>
internal sealed class IptablesTable
{
    private readonly Dictionary<string, List<string>> _chains = new(StringComparer.Ordinal);
    private readonly List<string> _none = [];
    private (byte[] Name, List<string> Rules)? _latest;

    /// <summary>Whether a chain exists.</summary>
    public bool Has(string chain) => _chains.ContainsKey(chain);

    /// <summary>The rules of a chain, in order; none if it doesn't exist.</summary>
    public IReadOnlyList<string> this[string chain] => _chains.GetValueOrDefault(chain, _none);

    /// <summary>All chains with their rules.</summary>
    public IEnumerable<(string Chain, IReadOnlyList<string> Rules)> Chains =>
        _chains.Select(static pair => (pair.Key, (IReadOnlyList<string>)pair.Value));

    /// <summary>Reads the output of <c>iptables-save -t filter</c>; skips what it doesn't know.</summary>
    /// <param name="output">The bytes: one text of all of them would be as large again as the rules.</param>
    public static IptablesTable Parse(ReadOnlySpan<byte> output)
    {
        var table = new IptablesTable();
        var isFilter = false;
        foreach (var range in output.Split((byte)'\n'))
        {
            var line = output[range].TrimEnd((byte)'\r');
            if (line.StartsWith("*"u8))
            {
                isFilter = line.SequenceEqual("*filter"u8);
            }
            else if (isFilter && line.StartsWith(":"u8))
            {
                table.Chain(Until(line[1..], out _));
            }
            else if (isFilter && line.StartsWith("-A "u8))
            {
                var chain = table.Chain(Until(line[3..], out var rest));
                chain.Add(Encoding.UTF8.GetString(rest));
            }
        }

        return table;
    }

    /// <summary>Whether two tables have the same rules.</summary>
    public bool IsSame(IptablesTable other) =>
        _chains.Count == other._chains.Count && _chains.All(pair => other.Has(pair.Key) && other[pair.Key].SequenceEqual(pair.Value));

    private static ReadOnlySpan<byte> Until(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        var blank = text.IndexOf((byte)' ');
        rest = blank < 0 ? [] : text[(blank + 1)..];
        return blank < 0 ? text : text[..blank];
    }

    private List<string> Chain(ReadOnlySpan<byte> name)
    {
        // Each rule repeats its chain's name, and there are many more rules than chains.
        if (_latest is not { } latest || !name.SequenceEqual(latest.Name))
        {
            var text = Encoding.UTF8.GetString(name);
            if (!_chains.TryGetValue(text, out var rules))
            {
                _chains[text] = rules = [];
            }

            _latest = latest = (name.ToArray(), rules);
        }

        return latest.Rules;
    }
}
