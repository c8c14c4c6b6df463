using System.Security.Cryptography;

namespace ActiveResponse.Alerts;

/// <summary>An open alert file: its identity, and its first bytes, by which a truncated or replaced file is known.</summary>
internal sealed class FollowedFile : IDisposable
{
    private const int MostHead = 256;

    private readonly Stream _stream;
    private byte[] _head = [];
    private string? _fullFingerprint;

    public FollowedFile(Stream stream, string id)
    {
        _stream = stream;
        Id = id;
        GrowHead(stream.Length);
    }

    /// <summary>The file's identity; see <see cref="AlertFilePosition.FileId"/>.</summary>
    public string Id { get; }

    public long Length => _stream.Length;

    /// <summary>Where the next read begins.</summary>
    public long Offset { get; private set; }

    public void Seek(long offset) => Offset = offset;

    public int Read(Span<byte> buffer)
    {
        _stream.Position = Offset;
        var count = _stream.Read(buffer);
        Offset += count;
        GrowHead(Offset);
        return count;
    }

    /// <summary>Whether the byte before an offset ends a line; true at the start.</summary>
    public bool IsLineStart(long offset)
    {
        Span<byte> before = stackalloc byte[1];
        if (offset == 0)
        {
            return true;
        }

        _stream.Position = offset - 1;
        return _stream.Read(before) == 1 && before[0] == '\n';
    }

    /// <summary>Whether the file has shrunk below where reading stands, or begins with other bytes than before.</summary>
    public bool WasRewritten()
    {
        if (_stream.Length < Offset)
        {
            return true;
        }

        Span<byte> now = stackalloc byte[MostHead];
        return !ReadHead(now[.._head.Length]).SequenceEqual(_head);
    }

    /// <summary>Goes on at the start, as with a new file.</summary>
    public void Rewind()
    {
        Offset = 0;
        _head = [];
        _fullFingerprint = null;
        GrowHead(_stream.Length);
    }

    public AlertFilePosition PositionAt(long offset)
    {
        var length = (int)Math.Min(offset, _head.Length);
        return new AlertFilePosition { FileId = Id, Offset = offset, FingerprintLength = length, Fingerprint = Fingerprint(length) };
    }

    /// <summary>Whether a position of an earlier run is in this file.</summary>
    public bool Holds(AlertFilePosition position) =>
        FileIdentity.SameFile(Id, position.FileId)
        && position.Offset <= _stream.Length
        && position.FingerprintLength <= _head.Length
        && position.Fingerprint == Fingerprint(position.FingerprintLength);

    public void Dispose() => _stream.Dispose();

    private void GrowHead(long known)
    {
        if (_head.Length < MostHead && known > _head.Length)
        {
            _head = ReadHead(new byte[Math.Min(MostHead, known)]).ToArray();
        }
    }

    private ReadOnlySpan<byte> ReadHead(Span<byte> buffer)
    {
        _stream.Position = 0;
        return buffer[.._stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    private string Fingerprint(int length) =>
        length == MostHead ? _fullFingerprint ??= Hash(_head) : Hash(_head.AsSpan(0, length));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
