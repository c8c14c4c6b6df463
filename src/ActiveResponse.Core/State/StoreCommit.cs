using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Changes that are stored together or not at all.</summary>
public sealed record StoreCommit
{
    /// <summary>Effects as they are from now on.</summary>
    public ImmutableArray<EffectRecord> Effects { get; init; } = [];

    /// <summary>Effects that are no more.</summary>
    public ImmutableArray<ActionKey> Ended { get; init; } = [];

    /// <summary>Offense counts as they are from now on.</summary>
    public ImmutableArray<OffenseRecord> Offenses { get; init; } = [];

    /// <summary>What was done, in order; it is added to the history.</summary>
    public ImmutableArray<HistoryEntry> History { get; init; } = [];

    /// <summary>Up to where alerts have been taken in, by the name of their source, as they are from now on; their text is up to the
    /// source.</summary>
    public ImmutableDictionary<string, string> Positions { get; init; } = ImmutableDictionary<string, string>.Empty;
}
