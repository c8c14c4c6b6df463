using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.State.Compact;

/// <summary>
/// Summary of an effect for scans. Creates no record for a compact effect, since scans of a hundred thousand are frequent.
/// </summary>
internal readonly struct EffectSummary
{
    private readonly EffectRecord? _record;
    private readonly EffectSnapshot? _snapshot;
    private readonly int _index;

    public EffectSummary(EffectRecord record) => _record = record;

    public EffectSummary(EffectSnapshot snapshot, int index) => (_snapshot, _index) = (snapshot, index);

    /// <summary>Name of its responder.</summary>
    public string Responder => (_record?.Order ?? Template.Order).Responder;

    /// <summary>Command of its order.</summary>
    public CommandDefinition Command => (_record?.Order ?? Template.Order).Command;

    /// <summary>Subject it acts on.</summary>
    public Subject Subject => _record?.Order.Subject ?? Subject.Of(Entry.Key.Address);

    /// <summary>Key of the effect.</summary>
    public ActionKey Key => new(Responder, Subject);

    public EffectState State => _record?.State ?? Entry.State;

    /// <summary>Where the responder put it.</summary>
    public string? Place => _record is null ? Template.Place : _record.Place;

    /// <summary>When a failed action is retried.</summary>
    public DateTimeOffset? RetryAt => _record?.RetryAt;

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Until => _record is null ? Entry.End : _record.Until;

    /// <summary>When the next action is due.</summary>
    public DateTimeOffset? Due => _record is null ? Entry.End : _record.Due;

    /// <summary>The complete record.</summary>
    public EffectRecord Record => _record ?? _snapshot![_index];

    private ref readonly EffectEntry Entry => ref _snapshot!.EntryAt(_index);

    private EffectTemplate Template => _snapshot!.TemplateOf(Entry);
}

/// <summary>Scans effects.</summary>
internal static class EffectSummaries
{
    /// <summary>Returns a summary of each effect.</summary>
    public static IEnumerable<EffectSummary> Summaries(this IReadOnlyList<EffectRecord> effects) =>
        effects is EffectSnapshot snapshot ? snapshot.Summaries() : effects.Select(static effect => new EffectSummary(effect));
}
