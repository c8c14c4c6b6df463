using ActiveResponse.State;
using ActiveResponse.Testing;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>A store before and after whose commits the process may die.</summary>
internal sealed class KillingStore(IResponseStore inner, KillPlan plan) : DelegatingResponseStore(inner), IAsyncDisposable
{
    public override async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var kind = KindOf(commit);
        plan.Pass($"store.before {kind}");
        if (plan.IsAt($"store.during {kind}"))
        {
            _ = Inner.CommitAsync(commit, cancellationToken).AsTask();
            plan.Die();
        }

        await Inner.CommitAsync(commit, cancellationToken);
        plan.Pass($"store.after {kind}");
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)Inner).DisposeAsync();

    private static string KindOf(StoreCommit commit) =>
        commit switch
        {
            { History.IsEmpty: false } => "confirm",
            { Effects: var effects } when effects.Any(static effect => effect.State == EffectState.Reverting) => "revert",
            { Effects.IsEmpty: false } => "plan",
            _ => "position",
        };
}
