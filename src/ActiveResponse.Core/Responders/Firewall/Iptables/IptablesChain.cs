using System.Runtime.InteropServices;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Our chain in the table of one family: its content, and the script that changes it.</summary>
internal sealed class IptablesChain
{
    // iptables-nft searches all rules for each one to delete: from about this many on, rewriting a chain of any size is cheaper.
    private const int MostRemovals = 16;

    // About the size of the lines that jump to the chain, and of a line in it.
    private const int ShortLines = 1024;
    private const int LineBytes = 128;

    private readonly IptablesFrame _frame;
    private readonly List<string> _arming;
    private readonly Dictionary<AddressPrefix, Found> _entries = [];
    private readonly bool _isIPv6;
    private List<string> _rules;
    private bool _isArmed;
    private bool _isThere;

    public IptablesChain(IptablesFrame frame, IptablesTable table, bool isIPv6)
    {
        _frame = frame;
        _arming = frame.Arm(table);
        _isIPv6 = isIPv6;
        _isThere = table.Has(frame.Place.Chain);
        _rules = [.. table[frame.Place.Chain]];
        _entries.EnsureCapacity(_rules.Count);
        foreach (var text in _rules)
        {
            Note(text);
        }
    }

    /// <summary>The entries, each address once with its latest end.</summary>
    public IEnumerable<FirewallEntry> Entries =>
        _entries.Select(static pair => new FirewallEntry(pair.Key, FirewallEnd.At(pair.Value.Latest)));

    /// <summary>The number of rules.</summary>
    public int Count => _rules.Count;

    public bool Has(AddressPrefix address) => _entries.ContainsKey(address);

    /// <summary>The script that makes changes in one transaction, or null if nothing is to do; and an action to call after it has run,
    /// before the next one.</summary>
    /// <param name="changes">The changes; no address twice.</param>
    public (FirewallScript? Script, Action Done) Plan(IReadOnlyList<FirewallChange> changes)
    {
        HashSet<string> outs = [];
        HashSet<AddressPrefix> kept = [];
        var removals = 0;
        foreach (var change in _entries.Count == 0 ? [] : changes)
        {
            if (!_entries.TryGetValue(change.Address, out var there))
            {
                continue;
            }

            if (change.Blocks && there.IsOnly(RuleOf(change)))
            {
                kept.Add(change.Address);
                continue;
            }

            outs.Add(there.Text);
            outs.UnionWith(there.Others.Select(static other => other.Text));
            removals += 1 + there.Others.Length;
        }

        var ins = changes.Where(change => change.Blocks && !kept.Contains(change.Address));

        var arms = !_isArmed && changes.Any(static change => change.Blocks);
        return (Write(arms ? _arming : [], arms, outs, ins, removals, changes.Count), Done);

        void Done()
        {
            _isArmed |= arms;
            _isThere |= arms;
            Replace(changes, outs, ins, arms);
        }
    }

    private FirewallScript? Write(
        List<string> arming,
        bool arms,
        HashSet<string> outs,
        IEnumerable<FirewallChange> ins,
        int removals,
        int most
    )
    {
        var chain = _frame.Place.Chain;
        var rewrites = Rewrites(arms, removals);
        if (!rewrites && arming.Count == 0 && removals == 0 && !ins.Any())
        {
            return null;
        }

        // iptables-restore needs them in this order.
        var script = IptablesScript.Begin(ShortLines + (most * LineBytes));
        if (rewrites)
        {
            script.Add($":{chain} - [0:0]\n");
        }

        IptablesScript.AddLines(script, arming);
        if (rewrites)
        {
            IptablesScript.AddLines(script, Rewritten(outs).Select(rule => $"-A {chain} {rule}"));
        }

        Add(script, ins);
        if (!rewrites)
        {
            IptablesScript.AddLines(script, _rules.Where(outs.Contains).Select(rule => $"-D {chain} {rule}"));
        }

        return IptablesScript.End(script);
    }

    private bool Rewrites(bool arms, int removals) => (arms && (!_isThere || !HasHead)) || removals > MostRemovals;

    private void Add(FirewallScript script, IEnumerable<FirewallChange> ins)
    {
        var add = Encoding.ASCII.GetBytes($"-A {_frame.Place.Chain} ");
        foreach (var change in ins)
        {
            script.Add(add);
            RuleOf(change).AddTo(script);
            script.Add("\n"u8);
        }
    }

    private IptablesRule RuleOf(FirewallChange change) => IptablesRule.Of(change.Entry, _frame.Place.Target);

    private bool HasHead => _rules.Take(_frame.Head.Length).SequenceEqual(_frame.Head);

    // Others' rules keep their order, and their place before new ones.
    private IEnumerable<string> Rewritten(HashSet<string> outs) =>
        _frame.Head.Concat(_rules.Where(rule => !outs.Contains(rule) && !_frame.Head.Contains(rule)));

    private void Replace(IReadOnlyList<FirewallChange> changes, HashSet<string> outs, IEnumerable<FirewallChange> ins, bool arms)
    {
        foreach (var change in changes.Where(change => !change.Blocks || outs.Count > 0))
        {
            if (_entries.TryGetValue(change.Address, out var there) && outs.Contains(there.Text))
            {
                _entries.Remove(change.Address);
            }
        }

        List<string> added = [.. ins.Select(change => RuleOf(change).ToString())];
        _rules = [.. arms && !HasHead ? Rewritten(outs) : _rules.Where(rule => !outs.Contains(rule)), .. added];
        added.ForEach(Note);
    }

    private void Note(string text)
    {
        if (
            IptablesRule.TryParse(text, _isIPv6, out var rule)
            && (rule.Target == IptablesPlace.Drop || rule.Target == _frame.Place.RefusingChain)
        )
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, rule.Address, out var isThere);
            var found = new Found(rule.Until, rule.Target, text, []);
            first = isThere ? first with { Others = [.. first.Others, found] } : found;
        }
    }

    /// <summary>A rule for an address; nearly always the only one.</summary>
    private readonly record struct Found(long? Until, string Target, string Text, Found[] Others)
    {
        /// <summary>The latest end of all of them; null if one has none.</summary>
        public long? Latest => Others.Aggregate(Until, static (latest, other) => Later(latest, other.Until));

        public bool IsOnly(IptablesRule rule) => Others.Length == 0 && rule.Until == Until && rule.Target == Target;

        private static long? Later(long? one, long? other) => one is null || other is null ? null : Math.Max(one.Value, other.Value);
    }
}
