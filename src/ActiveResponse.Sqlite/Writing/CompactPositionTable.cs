using System.Diagnostics.CodeAnalysis;
using ActiveResponse.State.Compact;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>Read positions by source; few.</summary>
internal sealed class CompactPositionTable : IRecordTable<string, string>
{
    private readonly Dictionary<string, string> _positions = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, string>> All => _positions;

    public int Count => _positions.Count;

    public bool TryFind(string key, [NotNullWhen(true)] out string? value, out long row)
    {
        row = 0;
        return _positions.TryGetValue(key, out value);
    }

    public void Set(string key, string value, long row) => _positions[key] = value;

    public void Remove(string key) => _positions.Remove(key);
}
