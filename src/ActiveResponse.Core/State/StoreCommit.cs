using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Changes that are stored together or not at all.</summary>
public sealed record StoreCommit
{
    /// <summary>New or changed effects.</summary>
    public ImmutableArray<EffectRecord> Effects { get; init; } = [];

    /// <summary>Keys of effects that are gone.</summary>
    public ImmutableArray<ActionKey> Ended { get; init; } = [];

    /// <summary>New or changed offense counts.</summary>
    public ImmutableArray<OffenseRecord> Offenses { get; init; } = [];

    /// <summary>Actions to append to the history, in order.</summary>
    public ImmutableArray<HistoryEntry> History { get; init; } = [];

    /// <summary>Changed read positions by source name; each source defines their text.</summary>
    public ImmutableDictionary<string, string> Positions { get; init; } = ImmutableDictionary<string, string>.Empty;
}
