using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Takes one page of many effects. Each page is made anew: effects that come or go between two pages move none twice.</summary>
internal static class EffectPager
{
    /// <exception cref="ViewException">The query is wrong.</exception>
    public static EffectPage Page(
        IReadOnlyList<EffectRecord> effects,
        EffectQuery query,
        DateTimeOffset now,
        string hostName,
        Func<EffectRecord, string?> needs
    )
    {
        if (!PageKey.Sorts.Contains(query.Sort))
        {
            throw new ViewException(ViewProblem.Invalid, $"'sort' is one of {string.Join(", ", PageKey.Sorts)}.");
        }

        var limit = Math.Clamp(query.Limit, 1, EffectQuery.MostItems);
        var filter = new EffectFilter(query, hostName);
        var (total, left) = (0, new List<(PageKey Key, EffectRecord Effect)>());
        PageKey? after = query.After is null ? null : PageKey.Parse(query.After);
        foreach (var effect in effects)
        {
            if (!filter.Matches(effect))
            {
                continue;
            }

            total++;
            var key = PageKey.Of(effect, query.Sort);
            if (after is not { } last || IsAfter(key, last, query.Descending))
            {
                left.Add((key, effect));
            }
        }

        // Only the page itself is sorted.
        var all = query.Descending ? left.OrderByDescending(static item => item.Key) : left.OrderBy(static item => item.Key);
        var ordered = all.Skip(query.Skip).Take(limit + 1).ToList();
        return new EffectPage
        {
            Items = [.. ordered.Take(limit).Select(item => EffectItems.Of(item.Effect, now, needs(item.Effect)))],
            Total = total,
            Next = ordered.Count > limit ? ordered[limit - 1].Key.ToString() : null,
            Now = now,
        };
    }

    private static bool IsAfter(PageKey key, PageKey last, bool descending) =>
        descending ? key.CompareTo(last) < 0 : key.CompareTo(last) > 0;
}
