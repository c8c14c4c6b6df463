using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Responders;

namespace ActiveResponse.Testing;

/// <summary>What the sender learns of a host's outcome.</summary>
internal static class FleetAnswer
{
    public static DispatchTarget Of(string host, ExecutedAction outcome)
    {
        var status = outcome.Outcome switch
        {
            ActionOutcome.Refused => DispatchStatus.Refused,
            ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped => DispatchStatus.Failed,
            _ => DispatchStatus.Delivered,
        };
        var word = outcome.Outcome.ToString().ToLowerInvariant();
        return new DispatchTarget(
            host,
            status,
            status == DispatchStatus.Refused || outcome.Detail is null ? outcome.Detail ?? word : $"{word}: {outcome.Detail}"
        );
    }
}
