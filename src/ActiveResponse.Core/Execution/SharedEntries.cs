using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Handles several effects on one firewall entry or one line of a file: the entry goes with the last of them.</summary>
/// <remarks>For example, a block under an earlier configuration's name and one under the current name, in the same file.</remarks>
internal sealed class SharedEntries(IResponseStore store)
{
    /// <summary>Finds who else needs the entry of an effect that is being reverted, and keeps it if others need all of it.</summary>
    public async ValueTask SpareAsync(IResponder responder, RevertStep step, CancellationToken cancellationToken)
    {
        var effect = step.Effect;
        var onSubject = await store.ListAsync(effect.Key.Subject, cancellationToken).ConfigureAwait(false);
        if (onSubject.Count < 2)
        {
            return;
        }

        // Effects being reverted need nothing any more: of two that end together, one must remove the entry.
        var others = onSubject
            .Where(other =>
                other.Key != effect.Key
                && other.State != EffectState.Reverting
                && responder.Holds(other.Key.Responder, other.Place)
                && EffectPlaces.Overlap(other.Place, effect.Place)
            )
            .ToList();
        if (others.Count == 0)
        {
            return;
        }

        step.Sharers = others.ConvertAll(static other => other.Key);
        if (EffectPlaces.Read(effect.Place).All(place => others.Exists(other => EffectPlaces.Overlap(other.Place, place))))
        {
            step.Result = ResponderResult.Lifted($"the entry stays, because '{others[0].Key.Responder}' holds it as well");
        }
    }
}
