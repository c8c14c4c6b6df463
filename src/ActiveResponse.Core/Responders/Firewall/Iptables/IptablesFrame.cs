namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>What surrounds our entries in the table of one family: our chain, what leads to it, and what stands at its head.</summary>
/// <param name="place">Which chain.</param>
/// <param name="isIPv6">Of which family.</param>
/// <param name="more">Rules at the head of the chain, beside those that each chain has.</param>
internal sealed class IptablesFrame(IptablesPlace place, bool isIPv6, params string[] more)
{
    private const string Marked = "-m comment --comment " + IptablesRule.Mark;

    private readonly string _jump = IptablesRule.JumpTo(place.Chain);

    public IptablesPlace Place => place;

    /// <summary>The rule that leads to our chain.</summary>
    public string Jump => _jump;

    /// <summary>The rules at the head of the chain.</summary>
    /// <remarks>Neighbour discovery passes, as ARP does for IPv4: a network that is blocked must not cost us the gateway that lives in
    /// it.</remarks>
    public string[] Head { get; } = isIPv6 ? [.. new[] { 135, 136 }.Select(Discovery), .. more] : more;

    private string[] Refusing =>
        [
            $"-p tcp {Marked} -j REJECT --reject-with tcp-reset",
            $"{Marked} -j REJECT --reject-with {(isIPv6 ? "icmp6-port-unreachable" : "icmp-port-unreachable")}",
        ];

    private string[] Chains => [place.Chain, place.RefusingChain];

    /// <summary>Whether the chain holds something and nothing shows that it is ours.</summary>
    public bool IsForeign(IptablesTable table) =>
        table[place.Chain].Count > 0 && !table[place.Chain].Any(IptablesRule.IsMarked) && !IsReached(table);

    /// <exception cref="FirewallException">The chain is somebody else's.</exception>
    public void RequireOurs(IptablesTable table, string program)
    {
        if (IsForeign(table))
        {
            throw new FirewallException($"the chain {place.Chain} of {program} is there and not ours. Set another name for ours.");
        }
    }

    /// <summary>Whether the chain is there, or was until somebody flushed the rules.</summary>
    public bool IsThere(IptablesTable table) =>
        table.Has(place.Chain) && (IsReached(table) || table[place.Chain].Any(IptablesRule.IsMarked));

    /// <summary>Whether packets come to our chain by all ways they should, and meet the rules that each chain has; without, its entries
    /// refuse nobody.</summary>
    public bool IsInForce(IptablesTable table) =>
        HooksOf(table).All(hook => !hook.IsWanted || table[hook.Chain].Contains(_jump))
        && more.All(rule => table[place.Chain].Contains(rule))
        && CanRefuse(table);

    /// <summary>The script that makes a chain with nothing of ours in it but its head, or null if it is as it should be.</summary>
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

    /// <summary>The lines that let packets come to our chain first; the chain itself must be made before them.</summary>
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

    /// <summary>The script that takes away all that is ours, or null if there is nothing.</summary>
    /// <remarks>Rules of others in our chain, and of others that lead to it, stay; then the chain stays too.</remarks>
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

    /// <summary>The chains of others by which packets come to ours; that of Docker is one of those that FORWARD leads to.</summary>
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
