using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.State.Compact;

/// <summary>What there is to see of an effect when all are looked through. No record is made for one that is kept compact: a hundred
/// thousand are looked through often.</summary>
internal readonly struct EffectSummary
{
    private readonly EffectRecord? _record;
    private readonly EffectSnapshot? _snapshot;
    private readonly int _index;

    public EffectSummary(EffectRecord record) => _record = record;

    public EffectSummary(EffectSnapshot snapshot, int index) => (_snapshot, _index) = (snapshot, index);

    /// <summary>The name of its responder.</summary>
    public string Responder => (_record?.Order ?? Template.Order).Responder;

    /// <summary>The command of its order.</summary>
    public CommandDefinition Command => (_record?.Order ?? Template.Order).Command;

    /// <summary>What it acts on.</summary>
    public Subject Subject => _record?.Order.Subject ?? Subject.Of(Entry.Key.Address);

    /// <summary>What makes it one effect.</summary>
    public ActionKey Key => new(Responder, Subject);

    public EffectState State => _record?.State ?? Entry.State;

    /// <summary>Where the responder has put it.</summary>
    public string? Place => _record is null ? Template.Place : _record.Place;

    /// <summary>When something that failed is tried again.</summary>
    public DateTimeOffset? RetryAt => _record?.RetryAt;

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Until => _record is null ? Entry.End : _record.Until;

    /// <summary>When something is to be done about it next.</summary>
    public DateTimeOffset? Due => _record is null ? Entry.End : _record.Due;

    /// <summary>All there is to it.</summary>
    public EffectRecord Record => _record ?? _snapshot![_index];

    private ref readonly EffectEntry Entry => ref _snapshot!.EntryAt(_index);

    private EffectTemplate Template => _snapshot!.TemplateOf(Entry);
}

/// <summary>Looks through effects.</summary>
internal static class EffectSummaries
{
    /// <summary>A glance at each.</summary>
    public static IEnumerable<EffectSummary> Summaries(this IReadOnlyList<EffectRecord> effects) =>
        effects is EffectSnapshot snapshot ? snapshot.Summaries() : effects.Select(static effect => new EffectSummary(effect));
}
