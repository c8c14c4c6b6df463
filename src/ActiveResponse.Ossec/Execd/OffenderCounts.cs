using System.Collections.Immutable;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Counts repeated offenders like execd: by key, without decay, one step of the ladder each time.</summary>
/// <param name="minutes">The ladder; a 0 ends it, and an empty one counts nothing.</param>
internal sealed class OffenderCounts(IEnumerable<int> minutes)
{
    private readonly ImmutableArray<int> _minutes = [.. minutes.TakeWhile(static m => m != 0)];
    private readonly Dictionary<string, int> _steps = new(StringComparer.Ordinal);

    /// <summary>Whether offenders are counted.</summary>
    public bool IsOn => !_minutes.IsEmpty;

    /// <summary>Counts one more.</summary>
    /// <returns>The seconds to block for; null for the response's own timeout, the first time or without a ladder.</returns>
    public int? Next(string key)
    {
        if (!IsOn)
        {
            return null;
        }

        if (!_steps.TryGetValue(key, out var step))
        {
            _steps.Add(key, 0);
            return null;
        }

        _steps[key] = Math.Min(step + 1, _minutes.Length);
        return unchecked(_minutes[Math.Min(step, _minutes.Length - 1)] * 60);
    }
}
