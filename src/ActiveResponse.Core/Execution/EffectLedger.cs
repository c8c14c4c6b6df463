using ActiveResponse.State;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Execution;

/// <summary>What this host knows of its effects: records, offense counts, due times, and the reading positions stored with them.</summary>
internal sealed record EffectLedger(IResponseStore Store, OffenseCounter Offenses, EffectTimers Timers, IntakePositions Positions)
{
    /// <summary>Who watches what is lifted.</summary>
    public LiftWatches Lifts { get; } = new();
}
