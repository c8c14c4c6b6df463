using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Planning;
using ActiveResponse.Tables;

namespace ActiveResponse.State.Compact;

/// <summary>
/// Effects in compact form, expanded to records on reading. An effect with more than most have (a user, several holders, a failure, a whole
/// alert) is kept as a record. Not thread-safe.
/// </summary>
internal sealed class CompactEffectTable : IRecordTable<ActionKey, EffectRecord>
{
    private readonly PackedTable<EffectEntry> _packed = new();
    private readonly OwnerNames _names = new();
    private readonly TemplateTable _templates = new();
    private readonly Dictionary<ActionKey, (EffectRecord Effect, long Row)> _whole = [];
    private Dictionary<int, PackedText> _otherAlerts = [];
    private RowNumbers _rows = new();

    /// <summary>Number of effects.</summary>
    public int Count => _packed.Count + _whole.Count;

    /// <summary>Number of compact effects.</summary>
    public int Packed => _packed.Count;

    /// <summary>Number of distinct templates.</summary>
    public int Templates => _templates.Count;

    public bool Contains(ActionKey key) => NumberOf(key) != 0 || _whole.ContainsKey(key);

    public bool TryFind(ActionKey key, [NotNullWhen(true)] out EffectRecord? value, out long row)
    {
        var number = NumberOf(key);
        if (number == 0)
        {
            var found = _whole.TryGetValue(key, out var whole);
            (value, row) = whole;
            return found;
        }

        value = Read(number);
        row = _rows[number];
        return true;
    }

    /// <summary>Returns the effects of all responders on a subject.</summary>
    public List<EffectRecord> Of(Subject subject)
    {
        var found = new List<EffectRecord>();
        foreach (var name in _names.All)
        {
            if (TryFind(new ActionKey(name, subject), out var effect, out _))
            {
                found.Add(effect);
            }
        }

        if (_names.IsFull)
        {
            // All effects of responders without a number are among these.
            found.AddRange(
                _whole
                    .Values.Select(static whole => whole.Effect)
                    .Where(effect => effect.Key.Subject == subject && _names.Find(effect.Key.Responder) == PackedKey.Nobody)
            );
        }

        return found;
    }

    public void Set(ActionKey key, EffectRecord value, long row)
    {
        var owner = _names.FindOrAdd(key.Responder);
        if (owner == PackedKey.Nobody || !EffectPacking.TryPack(value, out var entry, out var holdersAlert))
        {
            RemovePacked(key);
            _whole[key] = (value, row);
            return;
        }

        _whole.Remove(key);
        entry.Key.Owner = owner;
        var template = _templates.Use(value, value.Holders[0]);
        var number = _packed.FindOrAdd(entry.Key, out var isNew);
        if (!isNew)
        {
            _templates.Release(_packed[number].Template);
            _otherAlerts.Remove(number);
        }

        entry.Template = template;
        if (holdersAlert != entry.Alert)
        {
            entry.HasOtherAlert = true;
            _otherAlerts[number] = holdersAlert;
        }

        _packed[number] = entry;
        _rows[number] = row;
    }

    /// <summary>Returns the template number of an effect; -1 if it isn't compact.</summary>
    public int TemplateOf(ActionKey key) => NumberOf(key) is not 0 and var number ? _packed[number].Template : -1;

    /// <summary>Adds an effect that uses an existing template, without allocating.</summary>
    /// <param name="template">Number of a template in use.</param>
    /// <param name="entry">The effect, without responder and template.</param>
    /// <param name="row">Its row.</param>
    /// <returns>False, with nothing changed, if the key exists already.</returns>
    public bool TryAddLike(int template, EffectEntry entry, long row)
    {
        var responder = _templates[template].Order.Responder;
        entry.Key.Owner = _names.Find(responder);
        if (
            _packed.Find(entry.Key) != 0
            || (_whole.Count > 0 && _whole.ContainsKey(new ActionKey(responder, Subject.Of(entry.Key.Address))))
        )
        {
            return false;
        }

        _templates.Use(template);
        entry.Template = template;
        var number = _packed.Add(entry.Key);
        _packed[number] = entry;
        _rows[number] = row;
        return true;
    }

    /// <summary>Reserves capacity.</summary>
    public void Reserve(int count) => _packed.Reserve(count);

    public void Remove(ActionKey key)
    {
        RemovePacked(key);
        _whole.Remove(key);
    }

    /// <summary>Returns a snapshot of all effects; records are created when read.</summary>
    public EffectSnapshot Snapshot()
    {
        var entries = new EffectEntry[_packed.Count];
        var alerts = new Dictionary<int, PackedText>(_otherAlerts.Count);
        var count = 0;
        for (var number = _packed.Next(0); number != 0; number = _packed.Next(number))
        {
            entries[count] = _packed[number];
            if (entries[count].HasOtherAlert)
            {
                alerts.Add(count, _otherAlerts[number]);
            }

            count++;
        }

        return new EffectSnapshot(entries, _templates.ToArray(), alerts, [.. _whole.Values.Select(static whole => whole.Effect)]);
    }

    private int NumberOf(ActionKey key) =>
        key.Subject is { IsOnlyAddress: true, Address: { } address } && _names.Find(key.Responder) is not PackedKey.Nobody and var owner
            ? _packed.Find(new PackedKey(address, owner))
            : 0;

    private EffectRecord Read(int number)
    {
        ref var entry = ref _packed[number];
        return _templates[entry.Template].Fill(entry, entry.HasOtherAlert ? _otherAlerts[number] : null);
    }

    private void RemovePacked(ActionKey key)
    {
        var number = NumberOf(key);
        if (number != 0)
        {
            _templates.Release(_packed[number].Template);
            _otherAlerts.Remove(number);
            _packed.Remove(number);
            Compact();
        }
    }

    private void Compact()
    {
        if (!_packed.IsSparse)
        {
            return;
        }

        var (alerts, rows) = (_otherAlerts, _rows);
        (_otherAlerts, _rows) = ([], new RowNumbers());
        _packed.Compact(
            (from, to) =>
            {
                _rows[to] = rows[from];
                if (alerts.TryGetValue(from, out var alert))
                {
                    _otherAlerts.Add(to, alert);
                }
            }
        );
    }
}
