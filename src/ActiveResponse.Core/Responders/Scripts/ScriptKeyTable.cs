using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The keys by which scripts name their effects: two orders of one script with the same keys are one effect, whatever their
/// subjects.</summary>
/// <remarks>The effect that names keys first holds them, from before it is applied until it is gone. Kept in memory, and restored from the
/// records at start. Thread-safe.</remarks>
internal sealed class ScriptKeyTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Script, string Keys), ActionKey> _holders = [];
    private readonly Dictionary<ActionKey, string> _keys = [];

    /// <summary>Assigns keys to an effect in place of its old ones, or returns the effect of the script that holds them already.</summary>
    /// <param name="effect">The effect that the keys name.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="isNew">Whether the order is for whatever its keys name, so even this effect makes it a repeat; otherwise it is for this
    /// effect.</param>
    /// <returns>Null if it holds them now, or if the keys name nothing and only the subject identifies it.</returns>
    public ActionKey? Claim(ActionKey effect, ImmutableArray<string> keys, bool isNew = false)
    {
        if (SubjectKeys.OfNames(keys) is { } name)
        {
            return Claim(effect, name, isNew);
        }

        return effect.Subject.Kinds == SubjectKinds.None ? null : Claim(effect, NameOfSubject(effect), isNew);
    }

    /// <summary>Assigns the recorded keys to an effect.</summary>
    public void Remember(ActionKey effect)
    {
        if (!SubjectKeys.IsOfOrder(effect.Subject.Keys))
        {
            _ = Claim(effect, effect.Subject.Keys ?? NameOfSubject(effect), isNew: false);
        }
    }

    // No script returns this name: keys have no control characters.
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

    /// <summary>Releases the keys of an effect that is gone, if it has any.</summary>
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
