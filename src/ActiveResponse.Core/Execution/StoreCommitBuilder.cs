using System.Collections.Immutable;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Collects the changes of a batch, to store them together.</summary>
/// <param name="steps">Approximate number of steps.</param>
internal sealed class StoreCommitBuilder(int steps)
{
    private readonly ImmutableArray<EffectRecord>.Builder _effects = ImmutableArray.CreateBuilder<EffectRecord>(steps);
    private readonly ImmutableArray<ActionKey>.Builder _ended = ImmutableArray.CreateBuilder<ActionKey>(0);
    private readonly ImmutableArray<OffenseRecord>.Builder _offenses = ImmutableArray.CreateBuilder<OffenseRecord>(steps);

    private readonly ImmutableArray<HistoryEntry>.Builder _history = ImmutableArray.CreateBuilder<HistoryEntry>(steps);

    private ImmutableDictionary<string, string> _positions = ImmutableDictionary<string, string>.Empty;

    public bool IsEmpty => _effects.Count + _ended.Count + _offenses.Count + _history.Count + _positions.Count == 0;

    public void Save((IntakeProgress Source, string Position) progress) =>
        _positions = _positions.SetItem(progress.Source.Name, progress.Position);

    public void Save(EffectRecord effect) => _effects.Add(effect);

    public void End(ActionKey key) => _ended.Add(key);

    public void Count(OffenseRecord offense) => _offenses.Add(offense);

    /// <summary>Adds the outcomes of one step's orders to the history; of mere extensions only the last of each response.</summary>
    /// <param name="actions">All actions; the step's part is at the end.</param>
    /// <param name="from">Start of the step's part.</param>
    public void Record(List<ExecutedAction> actions, int from)
    {
        if (from == actions.Count - 1)
        {
            Record(actions[from]);
        }
        else
        {
            RecordSome(actions.Skip(from));
        }
    }

    public async Task CommitAsync(IResponseStore store, CancellationToken cancellationToken)
    {
        if (!IsEmpty)
        {
            var commit = new StoreCommit
            {
                Effects = _effects.DrainToImmutable(),
                Ended = _ended.DrainToImmutable(),
                Offenses = _offenses.DrainToImmutable(),
                History = _history.DrainToImmutable(),
                Positions = _positions,
            };
            await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        }
    }

    private void RecordSome(IEnumerable<ExecutedAction> actions)
    {
        // A flood of alerts about one address must not displace everything else in the history.
        var extended = new HashSet<string>(StringComparer.Ordinal);
        var kept = actions.Reverse().Where(action => action.Outcome != ActionOutcome.Extended || extended.Add(action.Order.ResponseName));
        foreach (var action in kept.Reverse())
        {
            Record(action);
        }
    }

    private void Record(ExecutedAction action) =>
        _history.Add(
            new HistoryEntry
            {
                At = action.At,
                IsRevert = action.Verb == ActionVerb.Revert,
                Outcome = action.Outcome,
                Detail = action.Detail,
                Responder = action.Order.Responder,
                Subject = action.Order.Key.Turn.Subject,
                ResponseName = action.Order.ResponseName,
                RuleId = action.Order.Origin.RuleId,
                AlertId = action.Order.Origin.AlertId,
                AgentId = action.Order.Origin.AgentId,
                AgentName = action.Order.Origin.AgentName,
                Offense = action.Offense,
                Until = action.Until,
                Reason = action.Note?.Reason,
                By = action.Note?.By,
            }
        );
}
