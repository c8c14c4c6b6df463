using ActiveResponse.Responders;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Reconciliation;

/// <summary>What is on record of one responder, and what it has in place or why it couldn't be listed.</summary>
internal sealed record HostListing(IEnumerableResponder Responder, IEnumerable<EffectSummary> OnRecord)
{
    /// <summary>What it has in place; null if it couldn't be listed.</summary>
    public EffectPresence? Presence { get; init; }

    /// <summary>Why it couldn't be listed; null if it could.</summary>
    public Exception? Failure { get; init; }
}
