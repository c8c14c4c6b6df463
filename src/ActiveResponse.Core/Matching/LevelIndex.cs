using System.Collections.Immutable;

namespace ActiveResponse.Matching;

/// <summary>Which responses fire by level alone: one ready list for each level that makes a difference.</summary>
internal sealed class LevelIndex
{
    private readonly int[] _thresholds;
    private readonly int[][] _responses;

    /// <summary>Indexes the conditions; a response is known by its position.</summary>
    public LevelIndex(ImmutableArray<ResponseCondition> conditions)
    {
        _thresholds = [.. conditions.Select(condition => condition.Level).Where(level => level > 0).Distinct().Order()];
        _responses = [.. _thresholds.Select(threshold => FiringAt(conditions, threshold))];
    }

    /// <summary>The responses that fire at this rule level, in order.</summary>
    public ReadOnlySpan<int> Find(int level)
    {
        var index = Array.BinarySearch(_thresholds, level);
        index = index >= 0 ? index : ~index - 1;
        return index < 0 ? [] : _responses[index];
    }

    private static int[] FiringAt(ImmutableArray<ResponseCondition> conditions, int level) =>
        [.. Enumerable.Range(0, conditions.Length).Where(i => conditions[i].Level > 0 && conditions[i].Level <= level)];
}
