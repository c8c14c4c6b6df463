using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>A store before and after whose commits the process may die.</summary>
internal sealed class KillingStore(IResponseStore inner, KillPlan plan) : IResponseStore, IAsyncDisposable
{
    public bool IsDurable => inner.IsDurable;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        inner.ListAsync(subject, cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        inner.FindOffenseAsync(key, cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        inner.ListHistoryAsync(query, cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        inner.FindPositionAsync(name, cancellationToken);

    public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var kind = KindOf(commit);
        plan.Pass($"store.before {kind}");
        if (plan.IsAt($"store.during {kind}"))
        {
            _ = inner.CommitAsync(commit, cancellationToken).AsTask();
            plan.Die();
        }

        await inner.CommitAsync(commit, cancellationToken);
        plan.Pass($"store.after {kind}");
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetOffensesAsync(before, cancellationToken);

    public ValueTask DisposeAsync() => ((IAsyncDisposable)inner).DisposeAsync();

    private static string KindOf(StoreCommit commit) =>
        commit switch
        {
            { History.IsEmpty: false } => "confirm",
            { Effects: var effects } when effects.Any(static effect => effect.State == EffectState.Reverting) => "revert",
            { Effects.IsEmpty: false } => "plan",
            _ => "position",
        };
}
