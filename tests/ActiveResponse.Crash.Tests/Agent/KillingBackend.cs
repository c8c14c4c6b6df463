using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>A firewall before, during and after whose calls the process may die.</summary>
internal sealed class KillingBackend(IFirewallBackend inner, KillPlan plan) : DelegatingFirewallBackend(inner)
{
    public override async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        var kind = removes.Count > 0 ? "revert" : "apply";
        if (removes.Count == 0 && plan.Fails())
        {
            return new FirewallBatchResult([.. adds.Select(static _ => ResponderResult.Failed("it fails for a moment"))], []);
        }

        plan.Pass($"act.before {kind}");
        if (plan.IsAt($"act.during {kind}"))
        {
            // Programs it has started live on for a while: what they do then must do no harm either.
            var acting = Task.Run(() => base.ApplyAsync(adds, removes, CancellationToken.None).AsTask(), CancellationToken.None);
            await Task.WhenAny(
                acting,
                Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(8)), TimeProvider.System, CancellationToken.None)
            );
            plan.Die();
        }

        var result = await base.ApplyAsync(adds, removes, cancellationToken);
        plan.Pass($"act.after {kind}");
        return result;
    }

    public override async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        plan.Pass("list.before");
        var found = await base.ListAsync(cancellationToken);
        plan.Pass("list.after");
        return found;
    }
}
