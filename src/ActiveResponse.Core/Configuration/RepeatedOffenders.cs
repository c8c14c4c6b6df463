using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>How the timeout of a subject grows with each further offense (<c>&lt;repeated_offenders&gt;</c>).</summary>
/// <param name="Steps">The timeouts of offense 2, 3, …; at most five; the last one repeats. Written in minutes.</param>
public sealed record RepeatedOffenders(ImmutableArray<TimeSpan> Steps)
{
    /// <summary>No escalation: each offense has the response's own timeout.</summary>
    public static RepeatedOffenders None { get; } = new([]);

    /// <summary>The timeout of an offense.</summary>
    /// <param name="own">The response's own timeout; zero (permanent) and negative ones are never escalated.</param>
    /// <param name="offense">Which offense of this subject it is, from 1.</param>
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
