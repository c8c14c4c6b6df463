using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Applies or extends an effect for all orders that wait for its key.</summary>
internal sealed class ApplyStep : EffectStep
{
    public override ActionVerb Verb => ActionVerb.Apply;

    public override EffectRecord? RecordedFirst => RecordFollows ? null : Planned;

    /// <summary>The orders.</summary>
    public WorkRun<ApplyItem> Orders => new(Items);

    /// <summary>Record of the effect with these orders as holders.</summary>
    public required EffectRecord Planned { get; init; }

    /// <summary>Offense to store once the effect is in place.</summary>
    public required OffenseRecord Offense { get; init; }

    /// <summary>The existing record, or null.</summary>
    public EffectRecord? Previous { get; init; }

    /// <summary>
    /// Whether to record after the action: the platform ends the effect itself, and if this process dies in between, the next one finds it.
    /// </summary>
    public bool RecordFollows { get; init; }

    /// <summary>Whether the existing record is of an effect in this responder's place.</summary>
    public bool WasHere { get; init; }

    /// <summary>Whether the effect was in place before.</summary>
    public bool WasInPlace { get; init; }

    /// <summary>Adds the orders as they were given.</summary>
    public void AddGivenTo(List<GivenItem> items)
    {
        for (var i = 0; i < Items.Count; i++)
        {
            items.Add(Orders[i].Given);
        }
    }
}
