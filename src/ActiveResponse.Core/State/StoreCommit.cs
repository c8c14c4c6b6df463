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
}
