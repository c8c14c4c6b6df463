using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Matching;

/// <summary>Thread-safe cache of the hits of each group list seen so far; lookups don't allocate.</summary>
internal sealed class GroupCache
{
    private readonly ConcurrentDictionary<byte[], GroupHit[]> _hits = new(BytesComparer.Instance);
    private readonly ConcurrentDictionary<byte[], GroupHit[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private int _count;

    /// <summary>Creates an empty cache.</summary>
    public GroupCache() => _lookup = _hits.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Number of cached lists.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets the hits of a list.</summary>
    public bool TryGet(ReadOnlySpan<byte> groups, [MaybeNullWhen(false)] out GroupHit[] hits) => _lookup.TryGetValue(groups, out hits);

    /// <summary>Stores the hits of a list.</summary>
    public void Add(ReadOnlySpan<byte> groups, GroupHit[] hits)
    {
        if (_lookup.TryAdd(groups, hits))
        {
            Interlocked.Increment(ref _count);
        }
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            // Seeded per process, so nobody can craft lists that collide.
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
