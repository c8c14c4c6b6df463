namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The rules around our entries in the table of one family: our chain, the jumps to it, and the rules at its head.</summary>
/// <param name="place">The chain and its options.</param>
/// <param name="isIPv6">The family.</param>
/// <param name="more">Rules at the head of the chain besides the common ones.</param>
internal sealed class IptablesFrame(IptablesPlace place, bool isIPv6, params string[] more)
{
    private const string Marked = "-m comment --comment " + IptablesRule.Mark;

    private readonly string _jump = IptablesRule.JumpTo(place.Chain);

    public IptablesPlace Place => place;

    /// <summary>The rule that jumps to our chain.</summary>
    public string Jump => _jump;

    /// <summary>The rules at the head of the chain.</summary>
    /// <remarks>Neighbour discovery passes, like ARP for IPv4: a blocked network must not cut off a gateway in it.</remarks>
    public string[] Head { get; } = isIPv6 ? [.. new[] { 135, 136 }.Select(Discovery), .. more] : more;

    private string[] Refusing =>
        [
            $"-p tcp {Marked} -j REJECT --reject-with tcp-reset",
            $"{Marked} -j REJECT --reject-with {(isIPv6 ? "icmp6-port-unreachable" : "icmp-port-unreachable")}",
        ];

    private string[] Chains => [place.Chain, place.RefusingChain];

    /// <summary>Whether the chain has rules and none is marked as ours.</summary>
    public bool IsForeign(IptablesTable table) =>
        table[place.Chain].Count > 0 && !table[place.Chain].Any(IptablesRule.IsMarked) && !IsReached(table);

    /// <exception cref="FirewallException">The chain isn't ours.</exception>
    public void RequireOurs(IptablesTable table, string program)
    {
        if (IsForeign(table))
        {
            throw new FirewallException($"the chain {place.Chain} of {program} exists and isn't ours. Set another name for ours.");
        }
    }

    /// <summary>Whether the chain exists, or did until someone flushed the rules.</summary>
    public bool IsThere(IptablesTable table) =>
        table.Has(place.Chain) && (IsReached(table) || table[place.Chain].Any(IptablesRule.IsMarked));

    /// <summary>Whether packets reach our chain by all configured ways and meet the common rules; without these, entries block
    /// nothing.</summary>
    public bool IsInForce(IptablesTable table) =>
        HooksOf(table).All(hook => !hook.IsWanted || table[hook.Chain].Contains(_jump))
        && more.All(rule => table[place.Chain].Contains(rule))
        && CanRefuse(table);

    /// <summary>The script that creates a chain with only our head in it; null if it is complete.</summary>
    public FirewallScript? Make(IptablesTable table)
    {
        var lines = Arm(table);
        if (!table.Has(place.Chain) || !table[place.Chain].Take(Head.Length).SequenceEqual(Head))
        {
            lines.Insert(0, $":{place.Chain} - [0:0]");
            lines.AddRange(
                Head.Concat(table[place.Chain].Where(static rule => !IptablesRule.IsMarked(rule)))
                    .Select(rule => $"-A {place.Chain} {rule}")
            );
        }

        return lines.Count == 0 ? null : IptablesScript.Of(lines);
    }

    /// <summary>The lines that send packets to our chain first; the chain must be created before.</summary>
    public List<string> Arm(IptablesTable table)
    {
        List<string> lines = [];
        if (!CanRefuse(table))
        {
            lines.Add($":{place.RefusingChain} - [0:0]");
            lines.AddRange(Refusing.Select(rule => $"-A {place.RefusingChain} {rule}"));
        }

        foreach (var (chain, isWanted) in HooksOf(table))
        {
            var jumps = table[chain].Count(rule => rule == _jump);
            if (isWanted && jumps == 1 && table[chain][0] == _jump)
            {
                continue;
            }

            lines.AddRange(Enumerable.Repeat($"-D {chain} {_jump}", jumps));
            if (isWanted)
            {
                lines.Add($"-I {chain} 1 {_jump}");
            }
        }

        return lines;
    }

    /// <summary>The script that removes everything of ours; null if there is nothing.</summary>
    /// <remarks>Others' rules in our chain, and others' jumps to it, stay; then the chain stays too.</remarks>
    public FirewallScript? Disarm(IptablesTable table)
    {
        List<string> lines = [];
        foreach (var (chain, rules) in table.Chains.Where(pair => !Chains.Contains(pair.Chain)))
        {
            lines.AddRange(rules.Where(rule => rule == _jump).Select(rule => $"-D {chain} {rule}"));
        }

        List<string> kept = [];
        foreach (var chain in Chains.Where(table.Has))
        {
            List<string> others = [.. table[chain].Where(static rule => !IptablesRule.IsMarked(rule))];
            lines.Add($":{chain} - [0:0]");
            lines.AddRange(others.Select(rule => $"-A {chain} {rule}"));
            if (others.Count > 0 || IsReachedByOthers(table, chain))
            {
                kept.Add(chain);
            }
        }

        lines.AddRange(Chains.Where(chain => table.Has(chain) && !kept.Contains(chain)).Select(static chain => $"-X {chain}"));
        return lines.Count == 0 ? null : IptablesScript.Of(lines);
    }

    private static string Discovery(int type) => $"-p ipv6-icmp -m icmp6 --icmpv6-type {type} {Marked} -j RETURN";

    private IEnumerable<(string Chain, bool IsWanted)> HooksOf(IptablesTable table) =>
        place.Hooks.Where(hook => hook.Chain != "DOCKER-USER" || table.Has(hook.Chain));

    /// <summary>The built-in chains that send packets to ours; Docker's chain is reached from FORWARD.</summary>
    public IEnumerable<string> WantedHooks(IptablesTable table) =>
        HooksOf(table).Where(hook => hook.IsWanted && (hook.Chain != "DOCKER-USER" || !place.Forward)).Select(static hook => hook.Chain);

    private bool CanRefuse(IptablesTable table) =>
        place.Refusal != IptablesRefusal.Reject || table[place.RefusingChain].SequenceEqual(Refusing);

    private bool IsReached(IptablesTable table) => place.Hooks.Any(hook => table[hook.Chain].Contains(_jump));

    private static bool IsReachedByOthers(IptablesTable table, string chain) =>
        table
            .Chains.SelectMany(static pair => pair.Rules)
            .Any(rule =>
                !IptablesRule.IsMarked(rule)
                && (rule.EndsWith($"-j {chain}", StringComparison.Ordinal) || rule.EndsWith($"-g {chain}", StringComparison.Ordinal))
            );
}
