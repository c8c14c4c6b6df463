using System.Collections;

namespace ActiveResponse.State.Compact;

/// <summary>
/// Snapshot of effects that creates records one at a time, so that scanning a million needs no memory for a million records.
/// </summary>
internal sealed class EffectSnapshot(
    EffectEntry[] entries,
    EffectTemplate?[] templates,
    IReadOnlyDictionary<int, PackedText> otherAlerts,
    EffectRecord[] whole
) : IReadOnlyList<EffectRecord>
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
            return TemplateOf(entry).Fill(entry, entry.HasOtherAlert ? otherAlerts[index] : null);
        }
    }

    /// <summary>Returns a compact entry.</summary>
    public ref readonly EffectEntry EntryAt(int index) => ref entries[index];

    public EffectTemplate TemplateOf(in EffectEntry entry) => templates[entry.Template]!;

    /// <summary>Returns a summary of each effect, in the same order.</summary>
    public IEnumerable<EffectSummary> Summaries()
    {
        for (var index = 0; index < entries.Length; index++)
        {
            yield return new EffectSummary(this, index);
        }

        foreach (var effect in whole)
        {
            yield return new EffectSummary(effect);
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
