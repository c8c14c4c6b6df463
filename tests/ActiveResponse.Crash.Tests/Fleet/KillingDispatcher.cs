using ActiveResponse.Crash.Tests.Agent;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>A dispatcher before and after whose calls the process may die.</summary>
internal sealed class KillingDispatcher(IOrderDispatcher inner, KillPlan plan) : IOrderDispatcher
{
    public bool TakesOwnOrders => inner.TakesOwnOrders;

    public async ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken)
    {
        plan.Pass("dispatch.before");
        var result = await inner.DispatchAsync(order, cancellationToken);
        plan.Pass("dispatch.after");
        return result;
    }
}
