using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>Timeouts of repeat offenders (<c>&lt;repeated_offenders&gt;</c>).</summary>
/// <param name="Steps">Timeouts of offenses 2, 3, …; at most five; the last one repeats. Written in minutes.</param>
public sealed record RepeatedOffenders(ImmutableArray<TimeSpan> Steps)
{
    /// <summary>No escalation: each offense has the response's own timeout.</summary>
    public static RepeatedOffenders None { get; } = new([]);

    /// <summary>Returns the timeout of an offense.</summary>
    /// <param name="own">The response's own timeout; zero (permanent) and negative ones don't escalate.</param>
    /// <param name="offense">Number of the subject's offense, from 1.</param>
    public TimeSpan TimeoutOf(TimeSpan own, int offense)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offense, 1);
        if (offense == 1 || Steps.IsDefaultOrEmpty || own <= TimeSpan.Zero)
        {
            return own;
        }

        return Steps[Math.Min(offense - 2, Steps.Length - 1)];
    }

    /// <inheritdoc/>
    public bool Equals(RepeatedOffenders? other) => other is not null && Steps.AsSpan().SequenceEqual(other.Steps.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.IsDefaultOrEmpty ? 0 : HashCode.Combine(Steps.Length, Steps[0], Steps[^1]);
}
