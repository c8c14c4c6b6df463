using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Records our entry that was found in place, with its end.</summary>
/// <param name="responder">The responder that has it.</param>
/// <param name="found">The entry.</param>
/// <param name="lifts">What was lifted since it was found.</param>
internal sealed class AdoptItem(IResponder responder, FoundEffect found, LiftWatches.Watch lifts) : FoundItem(responder, found)
{
    /// <summary>Whether the entry may be gone; then the next check looks again.</summary>
    public bool IsStale => lifts.Saw(Found.Subject);
}
