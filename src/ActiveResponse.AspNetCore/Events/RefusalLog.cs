using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Events;

/// <summary>The latest orders that were refused or dropped. The store's history has only what concerned an effect, so these are kept here,
/// as long as the process runs.</summary>
internal sealed class RefusalLog
{
    /// <summary>The number that is kept.</summary>
    public const int Capacity = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<HistoryEntry> _entries = new();

    public void Add(ExecutedAction action)
    {
        if (action.Outcome is not (ActionOutcome.Refused or ActionOutcome.Dropped))
        {
            return;
        }

        lock (_gate)
        {
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(EntryOf(action));
        }
    }

    /// <summary>Adds what is kept since a time to a history that begins then, unless the history has it.</summary>
    public IReadOnlyList<HistoryEntry> AddTo(IReadOnlyList<HistoryEntry> history, DateTimeOffset since)
    {
        List<HistoryEntry> kept;
        lock (_gate)
        {
            kept = [.. _entries.Where(entry => entry.At >= since)];
        }

        return kept.Count == 0
            ? history
            : [.. history.UnionBy(kept, static entry => (entry.At, entry.Subject, entry.Responder, entry.Outcome))];
    }

    private static HistoryEntry EntryOf(ExecutedAction action) =>
        new()
        {
            At = action.At,
            IsRevert = action.Verb == ActionVerb.Revert,
            Outcome = action.Outcome,
            Detail = action.Detail,
            Responder = action.Order.Responder,
            Subject = action.Order.Subject,
            ResponseName = action.Order.ResponseName,
            RuleId = action.Order.Origin.RuleId,
            AlertId = action.Order.Origin.AlertId,
            AgentId = action.Order.Origin.AgentId,
            AgentName = action.Order.Origin.AgentName,
            Offense = action.Offense,
            Reason = action.Note?.Reason,
            By = action.Note?.By,
        };
}
