using System.Collections;
using ActiveResponse.Planning;
using ActiveResponse.Tables;

namespace ActiveResponse.Timeouts;

/// <summary>Due keys, created when read: a hundred thousand at once are one array.</summary>
internal sealed class DueKeys(OwnerNames names, int count) : IReadOnlyList<ActionKey>
{
    private readonly List<PackedKey> _keys = new(count);
    private Dictionary<int, ActionKey>? _others;

    public int Count => _keys.Count;

    public ActionKey this[int index]
    {
        get
        {
            var key = _keys[index];
            return key.Owner == PackedKey.Elsewhere ? _others![index] : new ActionKey(names[key.Owner], Subject.Of(key.Address));
        }
    }

    public void Add(in PackedKey key) => _keys.Add(key);

    public void Add(in ActionKey key)
    {
        (_others ??= []).Add(_keys.Count, key);
        _keys.Add(new PackedKey(default, PackedKey.Elsewhere));
    }

    public IEnumerator<ActionKey> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
