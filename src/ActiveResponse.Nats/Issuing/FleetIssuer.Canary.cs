using ActiveResponse.Diagnostics;
using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Issuing;

/// <content>Orders for all agents that canaries get first.</content>
internal sealed partial class FleetIssuer
{
    private DispatchResult TryFirst(ResponseOrder order, DateTimeOffset? end)
    {
        var (status, detail) = _trials.Try(order, end) switch
        {
            0 => (DispatchStatus.Failed, "no agent is available to try it on"),
            var count => (DispatchStatus.Queued, $"tried on {count} agents first"),
        };
        return DispatchResult.Of([new DispatchTarget(FleetTarget.All.ToString(), status, detail)]);
    }

    private void DecideTrials()
    {
        foreach (var (trial, failure) in _trials.TakeVerdicts(order => Rules.RefusalOf(order) is { } no ? $"{no.By}: {no.Why}" : null))
        {
            if (failure is null)
            {
                _ = PublishAsync(FleetTarget.All, trial.Order, trial.End, trial.End, CancellationToken.None);
                continue;
            }

            _logger.CanaryFailed(SafeText.Of(trial.Order.Subject.ToString()), failure);
            var all = new DispatchTarget(FleetTarget.All.ToString(), DispatchStatus.Failed, $"{failure}; no other agent gets it");
            _engine()?.ReportSent(trial.Order, all);
        }
    }
}
