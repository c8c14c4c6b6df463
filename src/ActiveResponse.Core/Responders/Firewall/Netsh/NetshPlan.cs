using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>The planned content of one pair of rules.</summary>
/// <param name="Rule">The existing pair.</param>
/// <param name="Kept">The addresses that stay.</param>
/// <param name="Added">The addresses to add.</param>
internal sealed record NetshPlan(NetshRule Rule, IReadOnlyList<AddressPrefix> Kept, IReadOnlyList<AddressPrefix> Added)
{
    /// <summary>Removes addresses from their rules, and adds new ones where there is room, then in rules with the next free
    /// numbers.</summary>
    public static IReadOnlyList<NetshPlan> Make(
        IReadOnlyDictionary<int, NetshRule> rules,
        IReadOnlyList<AddressPrefix> adds,
        IReadOnlyList<AddressPrefix> removes,
        int perRule
    )
    {
        var seen = removes.ToHashSet();
        List<(NetshRule Rule, List<AddressPrefix> Kept)> kept =
        [
            .. rules.Values.Select(rule => (rule, rule.Either.Where(seen.Add).ToList())),
        ];
        var rest = new Queue<AddressPrefix>(adds.Where(seen.Add));
        var plans = kept.ConvertAll(pair => new NetshPlan(pair.Rule, pair.Kept, Take(rest, perRule - pair.Kept.Count)));
        for (var number = 1; rest.Count > 0; number++)
        {
            if (!rules.ContainsKey(number))
            {
                plans.Add(new NetshPlan(new NetshRule(number), [], Take(rest, perRule)));
            }
        }

        return plans;
    }

    private static List<AddressPrefix> Take(Queue<AddressPrefix> rest, int room)
    {
        var taken = new List<AddressPrefix>();
        while (taken.Count < room && rest.TryDequeue(out var address))
        {
            taken.Add(address);
        }

        return taken;
    }
}
