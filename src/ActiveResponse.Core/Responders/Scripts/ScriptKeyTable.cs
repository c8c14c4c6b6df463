using System.Collections.Immutable;
using System.Globalization;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The keys by which scripts have named their effects: two orders of one script with the same keys are one effect, whatever their subjects.</summary>
/// <remarks>
/// The effect that names keys first holds them, from before it is in place until it is gone. Kept in memory: after a restart an effect on record is
/// known by its subject alone. Safe for use by several threads.
/// </remarks>
internal sealed class ScriptKeyTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Script, string Keys), ActionKey> _holders = [];
    private readonly Dictionary<ActionKey, string> _keys = [];

    /// <summary>Has an effect hold keys, in place of those it held; or says which other effect of the script holds them.</summary>
    /// <returns>Null when it holds them now; or when the keys name nothing, so that its subject alone names it.</returns>
    public ActionKey? Claim(ActionKey effect, ImmutableArray<string> keys)
    {
        // A script that finds no target names no keys, or empty ones: taken as a name, they would make one effect of all targets.
        if (keys.All(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        var name = string.Concat(keys.Select(static key => string.Create(CultureInfo.InvariantCulture, $"{key.Length}:{key}")));
        lock (_gate)
        {
            if (_holders.TryGetValue((effect.Responder, name), out var holder) && holder != effect)
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
