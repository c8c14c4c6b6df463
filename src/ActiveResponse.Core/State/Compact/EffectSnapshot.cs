using System.Collections;

namespace ActiveResponse.State.Compact;

/// <summary>Effects as they were at one time, made into records one at a time: who looks through a million of them needs no room for a million records.</summary>
internal sealed class EffectSnapshot(EffectEntry[] entries, EffectShape?[] shapes, IReadOnlyDictionary<int, PackedText> otherAlerts, EffectRecord[] whole) : IReadOnlyList<EffectRecord>
{
    public int Count => entries.Length + whole.Length;

    public EffectRecord this[int index]
    {
        get
        {
            if (index >= entries.Length)
            {
                return whole[index - entries.Length];
            }

            ref var entry = ref entries[index];
            return shapes[entry.Shape]!.Fill(entry, entry.HasOtherAlert ? otherAlerts[index] : null);
        }
    }

    public IEnumerator<EffectRecord> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
