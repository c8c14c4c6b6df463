using System.Collections.Immutable;

namespace ActiveResponse.Matching;

/// <summary>Finds the responses that fire by level alone, with one prepared list per level that makes a difference.</summary>
internal sealed class LevelIndex
{
    private readonly int[] _thresholds;
    private readonly int[][] _responses;

    /// <summary>Builds the index; responses are identified by position.</summary>
    public LevelIndex(ImmutableArray<ResponseCondition> conditions)
    {
        _thresholds = [.. conditions.Select(condition => condition.Level).Where(level => level > 0).Distinct().Order()];
        _responses = [.. _thresholds.Select(threshold => FiringAt(conditions, threshold))];
    }

    /// <summary>Returns the responses that fire at this rule level, in order.</summary>
    public ReadOnlySpan<int> Find(int level)
    {
        var index = Array.BinarySearch(_thresholds, level);
        index = index >= 0 ? index : ~index - 1;
        return index < 0 ? [] : _responses[index];
    }

    private static int[] FiringAt(ImmutableArray<ResponseCondition> conditions, int level) =>
        [.. Enumerable.Range(0, conditions.Length).Where(i => conditions[i].Level > 0 && conditions[i].Level <= level)];
}
