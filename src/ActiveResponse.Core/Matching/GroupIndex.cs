using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Matching;

/// <summary>Finds the responses whose pattern occurs in a group list; each list is searched once, then cached.</summary>
internal sealed class GroupIndex
{
    /// <summary>Maximum number of cached group lists before the cache is cleared; a rule set has a few hundred.</summary>
    internal const int MaxRemembered = 4096;

    /// <summary>Length in bytes of the longest group list that is cached.</summary>
    internal const int MaxRememberedLength = 1024;

    private readonly (OsRegex Regex, GroupHit[] Hits)[] _patterns;
    private GroupCache _cache = new();

    /// <summary>Builds the index; responses are identified by position.</summary>
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
            // Neither daemon matches a pattern that doesn't compile.
            if (OsRegex.TryCompile(same.Key, dialect, out var regex))
            {
                patterns.Add((regex, [.. same.Select(i => new GroupHit(i, conditions[i].GroupLevel))]));
            }
        }

        _patterns = [.. patterns];
    }

    /// <summary>Number of cached group lists.</summary>
    internal int Remembered => Volatile.Read(ref _cache).Count;

    /// <summary>Returns the responses whose pattern is found, in order.</summary>
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
