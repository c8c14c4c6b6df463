using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>What is in the table.</summary>
internal sealed class NftablesListing
{
    private readonly Dictionary<NftablesSet, List<(AddressPrefix Address, TimeSpan? Left)>> _sets = [];
    private readonly HashSet<string> _hooked = [];
    private readonly HashSet<(string? Chain, string? Set)> _refusing = [];
    private readonly HashSet<string?> _open = [];
    private bool _isEmpty = true;

    /// <summary>Our sets: those with our mark.</summary>
    public IReadOnlyCollection<NftablesSet> Sets => _sets.Keys;

    /// <summary>The elements with the time they have left; null: no end.</summary>
    public IEnumerable<(AddressPrefix Address, TimeSpan? Left)> Elements => _sets.Values.SelectMany(static elements => elements);

    /// <summary>Whether the table may be used: it holds a set with our mark, or nothing at all.</summary>
    public bool IsOurs => _sets.Count > 0 || _isEmpty;

    /// <summary>The elements of one of our sets.</summary>
    public IReadOnlyList<(AddressPrefix Address, TimeSpan? Left)> ElementsOf(NftablesSet set) => _sets.GetValueOrDefault(set, []);

    /// <summary>Says what is in one of our sets.</summary>
    public void Put(NftablesSet set, List<(AddressPrefix Address, TimeSpan? Left)> elements) => _sets[set] = elements;

    /// <summary>Says that something is in the table.</summary>
    public void MarkUsed() => _isEmpty = false;

    /// <summary>Says that packets come to a chain.</summary>
    public void Hook(string chain) => _hooked.Add(chain);

    /// <summary>Whether somebody has put the whole table to sleep, so that none of its chains sees a packet.</summary>
    public bool IsDormant { get; private set; }

    /// <summary>Says that the table is dormant.</summary>
    public void MarkDormant() => IsDormant = true;

    /// <summary>Says that a rule of a chain refuses whoever is in a set, without any other condition. Rules come in their order.</summary>
    public void Refuse(string? chain, string? set)
    {
        // Behind a rule that lets packets pass it refuses some of them only.
        if (!_open.Contains(chain))
        {
            _refusing.Add((chain, set));
        }
    }

    /// <summary>Says that a rule of a chain, none of those we make, may let packets pass what stands behind it.</summary>
    public void LetPass(string? chain) => _open.Add(chain);

    /// <summary>Whether packets that come by a hook meet a rule that refuses those of a set; without it the elements refuse
    /// nobody.</summary>
    public bool Refuses(string hook, NftablesSet set)
    {
        var chain = NftablesScript.ChainOf(hook, set);
        return !IsDormant && _hooked.Contains(chain) && _refusing.Contains((chain, set.Name));
    }

    /// <summary>Those of our sets that refuse by all of these hooks.</summary>
    public IReadOnlyList<NftablesSet> InForce(IEnumerable<string> hooks) =>
        [.. _sets.Keys.Where(set => hooks.All(hook => Refuses(hook, set)))];

    /// <summary>Whether all of our sets refuse by all of these hooks.</summary>
    public bool IsInForce(IEnumerable<string> hooks) => InForce(hooks).Count == _sets.Count;
}
