using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

/// <summary>Several effects on one entry of a firewall or one line of a file: the entry goes with the last of them.</summary>
/// <remarks>Such are, for instance, a block under the name of an earlier set-up and one under today's, in the same file.</remarks>
internal sealed class SharedEntries(IResponseStore store)
{
    /// <summary>Looks who else needs the entry of an effect that is on record as being taken back, and spares it where others need all of
    /// it.</summary>
    public async ValueTask SpareAsync(IResponder responder, EffectStep step, CancellationToken cancellationToken)
    {
        var effect = step.Before!;
        var onSubject = await store.ListAsync(effect.Key.Subject, cancellationToken).ConfigureAwait(false);
        if (onSubject.Count < 2)
        {
            return;
        }

        // What is being taken back needs nothing any more: of two that end together one must take the entry out.
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
            step.Result = ResponderResult.Reverted($"what is in place stays, since '{others[0].Key.Responder}' holds it as well");
        }
    }
}
