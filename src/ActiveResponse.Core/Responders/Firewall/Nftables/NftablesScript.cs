using System.Globalization;
using System.Text;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Writes one transaction in nft's language. It consists of constants, checked options, and addresses we format.</summary>
internal sealed class NftablesScript(NftablesOptions options, TimeProvider clock)
{
    /// <summary>The mark of our sets.</summary>
    public const string Mark = "active-response";

    private readonly StringBuilder _text = new();

    /// <summary>The hooks that we may have chains at.</summary>
    public static IReadOnlyList<string> Hooks { get; } = ["input", "forward"];

    /// <summary>The kernel's number of one of these hooks.</summary>
    public static uint NumberOf(string hook) => hook == "input" ? 1u : 2u;

    /// <summary>The chain that a hook's packets take to a set.</summary>
    public static string ChainOf(string hook, NftablesSet set) => $"{hook}_{set.Name}";

    /// <summary>The hooks whose packets are filtered.</summary>
    public static IEnumerable<string> HooksOf(NftablesOptions options) => Hooks.Where(hook => hook == "input" || options.Forward);

    /// <summary>The line that creates our table, or wakes it.</summary>
    public static string TableOf(NftablesOptions options) => $"add table inet {options.Table} {{ comment \"{Mark}\"; }}\n";

    /// <summary>Creates our table, or wakes it.</summary>
    public void Wake() => _text.Append(TableOf(options));

    public bool IsEmpty => _text.Length == 0;

    public override string ToString() => _text.ToString();

    /// <summary>Creates sets and the chains that refer to them, or recreates the chains by the options.</summary>
    /// <remarks>Each set has chains of its own, so two processes that know different sets never undo each other's rules. A chain is deleted
    /// and created in one transaction: packets meet the old or the new one, never none.</remarks>
    public void Arm(IEnumerable<NftablesSet> sets)
    {
        Wake();
        foreach (var set in sets)
        {
            Line($"add set inet {options.Table} {set.Name} {{ type {set.Type}; flags timeout; comment \"{Mark}\"; }}");
            foreach (var hook in Hooks)
            {
                var chain = $"inet {options.Table} {ChainOf(hook, set)}";
                Line($"add chain {chain}");
                Line($"flush chain {chain}");
                Line($"delete chain {chain}");
                if (HooksOf(options).Contains(hook))
                {
                    Line($"add chain {chain} {{ type filter hook {hook} priority {options.Priority}; policy accept; }}");
                    if (hook == "input" && set.IsIPv6)
                    {
                        // Like ARP for IPv4: a blocked network must not cut off a gateway in it.
                        Line($"add rule {chain} icmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept");
                    }

                    Rules(chain, set.Match);
                }
            }
        }
    }

    /// <summary>Adds elements and deletes others.</summary>
    /// <param name="changes">The changes; no address twice.</param>
    /// <param name="updatesTimeouts">Whether the kernel updates the timeout of an existing element; otherwise it is deleted first.</param>
    public void Change(IReadOnlyCollection<FirewallChange> changes, bool updatesTimeouts)
    {
        foreach (var set in changes.GroupBy(static change => NftablesSet.Of(change.Address)))
        {
            // Deleting a missing element would fail the whole transaction: it is added first.
            var outs = set.Where(change => !change.Blocks || !updatesTimeouts).Select(static change => Element(change)).ToList();
            Elements("add", set.Key, outs);
            Elements("delete", set.Key, outs);
            Elements("add", set.Key, [.. set.Where(static change => change.Blocks).Select(change => Timed(change, updatesTimeouts))]);
        }
    }

    private void Rules(string chain, string match)
    {
        var count = options.Counter ? "counter " : "";
        if (options.Refusal == NftablesRefusal.Reject)
        {
            Line($"add rule {chain} {match} meta l4proto tcp {count}reject with tcp reset");
            Line($"add rule {chain} {match} {count}reject");
            return;
        }

        Line($"add rule {chain} {match} {count}drop");
    }

    // One list is three times as fast as a command for each, and nft's messages refer to lines.
    private void Elements(string verb, NftablesSet set, List<string> elements)
    {
        if (elements.Count > 0)
        {
            Line($"{verb} element inet {options.Table} {set.Name} {{");
            _text.AppendJoin(",\n", elements).Append("\n}\n");
        }
    }

    private string Timed(FirewallChange change, bool movesEnd)
    {
        if (change.Entry.Until is not { } until)
        {
            return Element(change);
        }

        // With an unchanged timeout the kernel keeps the old end, unless the script has the remaining time.
        var time = NftablesTimeout.Format(until - clock.GetUtcNow());
        return movesEnd ? $"{Element(change)} timeout {time} expires {time}" : $"{Element(change)} timeout {time}";
    }

    private static string Element(FirewallChange change) => change.Address.Address.ToString();

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
