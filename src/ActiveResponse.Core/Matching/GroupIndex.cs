using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Matching;

/// <summary>Which responses' patterns are found in a group list; each list is searched once and then remembered.</summary>
internal sealed class GroupIndex
{
    /// <summary>How many group lists are remembered before all are forgotten; a rule set has a few hundred.</summary>
    internal const int MaxRemembered = 4096;

    /// <summary>The longest group list, in bytes, that is remembered.</summary>
    internal const int MaxRememberedLength = 1024;

    private readonly (OsRegex Regex, GroupHit[] Hits)[] _patterns;
    private GroupCache _cache = new();

    /// <summary>Indexes the conditions; a response is known by its position.</summary>
    public GroupIndex(ImmutableArray<ResponseCondition> conditions, ConfigDialect dialect)
    {
        var patterns = new List<(OsRegex, GroupHit[])>();
        foreach (
            var same in Enumerable
                .Range(0, conditions.Length)
                .Where(i => conditions[i].Group is not null)
                .GroupBy(i => conditions[i].Group!)
        )
        {
            // What doesn't compile never matches, in both daemons.
            if (OsRegex.TryCompile(same.Key, dialect, out var regex))
            {
                patterns.Add((regex, [.. same.Select(i => new GroupHit(i, conditions[i].GroupLevel))]));
            }
        }

        _patterns = [.. patterns];
    }

    /// <summary>How many group lists are remembered now.</summary>
    internal int Remembered => Volatile.Read(ref _cache).Count;

    /// <summary>The responses whose pattern is found, in order.</summary>
    public ReadOnlySpan<GroupHit> Find(ReadOnlySpan<byte> groups)
    {
        if (_patterns.Length == 0)
        {
            return [];
        }

        if (groups.Length > MaxRememberedLength)
        {
            return Search(groups);
        }

        var cache = Volatile.Read(ref _cache);
        if (cache.TryGet(groups, out var hits))
        {
            return hits;
        }

        hits = Search(groups);
        if (cache.Count >= MaxRemembered)
        {
            cache = new GroupCache();
            Volatile.Write(ref _cache, cache);
        }

        cache.Add(groups, hits);
        return hits;
    }

    private GroupHit[] Search(ReadOnlySpan<byte> groups)
    {
        var found = new List<GroupHit>();
        foreach (var (regex, hits) in _patterns)
        {
            if (regex.IsMatch(groups))
            {
                found.AddRange(hits);
            }
        }

        found.Sort(static (one, other) => one.Response.CompareTo(other.Response));
        return [.. found];
    }
}
