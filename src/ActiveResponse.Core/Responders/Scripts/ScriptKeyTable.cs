using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The keys by which scripts have named their effects: two orders of one script with the same keys are one effect, whatever their
/// subjects.</summary>
/// <remarks>
/// The effect that names keys first holds them, from before it is in place until it is gone. Kept in memory, and learned anew from the
/// record at a start. Safe for use by several threads.
/// </remarks>
internal sealed class ScriptKeyTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Script, string Keys), ActionKey> _holders = [];
    private readonly Dictionary<ActionKey, string> _keys = [];

    /// <summary>Has an effect hold keys, in place of those it held; or says which effect of the script holds them already.</summary>
    /// <param name="effect">The effect that the keys name.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="isNew">Whether the order is for whatever its keys name, so that even this very effect makes it a repeat; else it is for
    /// this effect.</param>
    /// <returns>Null when it holds them now; or when the keys name nothing, so that its subject alone names it.</returns>
    public ActionKey? Claim(ActionKey effect, ImmutableArray<string> keys, bool isNew = false)
    {
        if (SubjectKeys.OfNames(keys) is { } name)
        {
            return Claim(effect, name, isNew);
        }

        return effect.Subject.Kinds == SubjectKinds.None ? null : Claim(effect, NameOfSubject(effect), isNew);
    }

    /// <summary>Has an effect on record hold what it is called by.</summary>
    public void Remember(ActionKey effect)
    {
        if (!SubjectKeys.IsOfOrder(effect.Subject.Keys))
        {
            _ = Claim(effect, effect.Subject.Keys ?? NameOfSubject(effect), isNew: false);
        }
    }

    // No name that a script gives: those have no control characters.
    private static string NameOfSubject(ActionKey effect) => "\n" + effect.Turn.Subject;

    private ActionKey? Claim(ActionKey effect, string name, bool isNew)
    {
        lock (_gate)
        {
            if (_holders.TryGetValue((effect.Responder, name), out var holder) && (isNew || holder != effect))
            {
                return holder;
            }

            ReleaseHeld(effect);
            _holders[(effect.Responder, name)] = effect;
            _keys[effect] = name;
            return null;
        }
    }

    /// <summary>Forgets the keys of an effect that is gone; harmless when it holds none.</summary>
    public void Release(ActionKey effect)
    {
        lock (_gate)
        {
            ReleaseHeld(effect);
        }
    }

    private void ReleaseHeld(ActionKey effect)
    {
        if (_keys.Remove(effect, out var name))
        {
            _holders.Remove((effect.Responder, name));
        }
    }
}
