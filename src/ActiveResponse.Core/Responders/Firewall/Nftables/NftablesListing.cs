using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>The content of the table.</summary>
internal sealed class NftablesListing
{
    private readonly Dictionary<NftablesSet, List<(AddressPrefix Address, TimeSpan? Left)>> _sets = [];
    private readonly HashSet<string> _hooked = [];
    private readonly HashSet<(string? Chain, string? Set)> _refusing = [];
    private readonly HashSet<string?> _open = [];
    private bool _isEmpty = true;

    /// <summary>Our sets: those with our mark.</summary>
    public IReadOnlyCollection<NftablesSet> Sets => _sets.Keys;

    /// <summary>The elements with their remaining time; null: no end.</summary>
    public IEnumerable<(AddressPrefix Address, TimeSpan? Left)> Elements => _sets.Values.SelectMany(static elements => elements);

    /// <summary>Whether we may use the table: it has a set with our mark, or nothing at all.</summary>
    public bool IsOurs => _sets.Count > 0 || _isEmpty;

    /// <summary>The elements of one of our sets.</summary>
    public IReadOnlyList<(AddressPrefix Address, TimeSpan? Left)> ElementsOf(NftablesSet set) => _sets.GetValueOrDefault(set, []);

    /// <summary>Sets the content of one of our sets.</summary>
    public void Put(NftablesSet set, List<(AddressPrefix Address, TimeSpan? Left)> elements) => _sets[set] = elements;

    /// <summary>Notes that the table isn't empty.</summary>
    public void MarkUsed() => _isEmpty = false;

    /// <summary>Notes that a chain receives packets.</summary>
    public void Hook(string chain) => _hooked.Add(chain);

    /// <summary>Whether the whole table is dormant, so none of its chains sees a packet.</summary>
    public bool IsDormant { get; private set; }

    /// <summary>Notes that the table is dormant.</summary>
    public void MarkDormant() => IsDormant = true;

    /// <summary>Notes that a rule of a chain refuses all members of a set, unconditionally. Rules come in order.</summary>
    public void Refuse(string? chain, string? set)
    {
        // After a rule that lets packets pass, it refuses only some of them.
        if (!_open.Contains(chain))
        {
            _refusing.Add((chain, set));
        }
    }

    /// <summary>Notes that a rule of a chain that isn't ours may let packets pass what follows.</summary>
    public void LetPass(string? chain) => _open.Add(chain);

    /// <summary>Whether a hook's packets meet a rule that refuses the members of a set; without one, the elements block nothing.</summary>
    public bool Refuses(string hook, NftablesSet set)
    {
        var chain = NftablesScript.ChainOf(hook, set);
        return !IsDormant && _hooked.Contains(chain) && _refusing.Contains((chain, set.Name));
    }

    /// <summary>Our sets that are refused at all of these hooks.</summary>
    public IReadOnlyList<NftablesSet> InForce(IEnumerable<string> hooks) =>
        [.. _sets.Keys.Where(set => hooks.All(hook => Refuses(hook, set)))];

    /// <summary>Whether all our sets are refused at all of these hooks.</summary>
    public bool IsInForce(IEnumerable<string> hooks) => InForce(hooks).Count == _sets.Count;
}
