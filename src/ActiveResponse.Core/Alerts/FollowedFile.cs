using System.IO.Abstractions;
using System.Security.Cryptography;
using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>Open alert file: its identity, and its first bytes, which identify a truncated or replaced file.</summary>
internal sealed class FollowedFile : IDisposable
{
    private const int MostHead = 256;

    private readonly Stream _stream;
    private byte[] _head = [];
    private string? _fullFingerprint;

    // A file that lost its tail may be shorter than its fingerprint covers, so each part of the first bytes has its own short hash.
    private const int PartBytes = 16;
    private const int PartLetters = 4;

    public FollowedFile(Stream stream, string id)
    {
        _stream = stream;
        Id = id;
        GrowHead(stream.Length);
    }

    /// <exception cref="IOException">It is missing, isn't a regular file, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static FollowedFile Open(IFileSystem files, INativeFiles native, string path)
    {
        var stream = native.OpenRegular(path);
        return new FollowedFile(stream, native.IdentityOf(stream) ?? FileIdentity.OfTime(files.File.GetCreationTimeUtc(path)));
    }

    /// <summary>Returns the current end of a file; null if it can't be read.</summary>
    public static AlertFilePosition? EndOf(IFileSystem files, INativeFiles native, string path)
    {
        try
        {
            using var file = Open(files, native, path);
            return file.PositionAt(file.Length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return AlertFilePosition.NoFile;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Identity of the file; see <see cref="AlertFilePosition.FileId"/>.</summary>
    public string Id { get; }

    public long Length => _stream.Length;

    /// <summary>Offset of the next read.</summary>
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

    /// <summary>Whether the byte before an offset ends a line, as a NUL does; true at the start.</summary>
    public bool IsLineStart(long offset)
    {
        Span<byte> before = stackalloc byte[1];
        if (offset == 0)
        {
            return true;
        }

        _stream.Position = offset - 1;
        return _stream.Read(before) == 1 && before[0] is (byte)'\n' or 0;
    }

    /// <summary>First bytes, at most 256.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>
    /// Whether the file has shrunk below the read offset and begins as before, with a whole line or all that was known of it.
    /// </summary>
    public bool HasLostTail()
    {
        var length = _stream.Length;
        if (length >= Offset)
        {
            return false;
        }

        Span<byte> now = stackalloc byte[MostHead];
        var head = ReadHead(now[..(int)Math.Min(length, _head.Length)]);
        return _head.AsSpan().StartsWith(head) && (head.Length == _head.Length || head.Contains((byte)'\n'));
    }

    /// <summary>Continues at the current end of the file.</summary>
    public void GoOnAtEnd()
    {
        Offset = _stream.Length;
        _head = _head[..(int)Math.Min(Offset, _head.Length)];
        _fullFingerprint = null;
    }

    /// <summary>Whether the file has shrunk below the read offset, or begins with other bytes than before.</summary>
    public bool WasRewritten()
    {
        if (_stream.Length < Offset)
        {
            return true;
        }

        Span<byte> now = stackalloc byte[MostHead];
        return !ReadHead(now[.._head.Length]).SequenceEqual(_head);
    }

    /// <summary>Whether this is the other file rewritten, on a file system without certain identities.</summary>
    public bool WasRewrittenSince(FollowedFile other) => !FileIdentity.IsCertain(Id) && !GoesOnFrom(other);

    /// <summary>Whether this is the other file with more content, on a file system without certain identities.</summary>
    public bool HasMoreThan(FollowedFile other) => !FileIdentity.IsCertain(Id) && GoesOnFrom(other) && Length > other.Length;

    /// <summary>Restarts at the beginning, as with a new file.</summary>
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
        return new AlertFilePosition
        {
            FileId = Id,
            Offset = offset,
            FingerprintLength = length,
            Fingerprint = Fingerprint(length),
        };
    }

    /// <summary>Whether a position of an earlier run is in this file.</summary>
    public bool Holds(AlertFilePosition position) =>
        FileIdentity.SameFile(Id, position.FileId)
        && position.Offset <= _stream.Length
        && position.FingerprintLength <= _head.Length
        && First(position.Fingerprint).SequenceEqual(First(Fingerprint(position.FingerprintLength)));

    /// <summary>
    /// Whether a position of an earlier run belongs to this file, now shorter: the same file, with the same first bytes as far as they go.
    /// </summary>
    public bool HasLostTailOf(AlertFilePosition position)
    {
        if (!FileIdentity.SameFile(Id, position.FileId) || position.Offset <= _stream.Length || _stream.Length == 0)
        {
            return false;
        }

        if (position.FingerprintLength <= _head.Length)
        {
            return First(position.Fingerprint).SequenceEqual(First(Fingerprint(position.FingerprintLength)));
        }

        var parts = position.Fingerprint.AsSpan(
            Math.Min(position.Fingerprint.IndexOf('.', StringComparison.Ordinal) + 1, position.Fingerprint.Length)
        );
        var ours = Parts(_head.Length / PartBytes);
        return ours.Length > 0 && parts.StartsWith(ours);
    }

    public void Dispose() => _stream.Dispose();

    private bool GoesOnFrom(FollowedFile other) => Length >= other.Offset && Head.StartsWith(other.Head);

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

    private string Fingerprint(int length) => length == MostHead ? _fullFingerprint ??= Written(length) : Written(length);

    private string Written(int length) => $"{Hash(_head.AsSpan(0, length))}.{Parts(length / PartBytes)}";

    private string Parts(int count) =>
        string.Concat(Enumerable.Range(1, count).Select(part => Hash(_head.AsSpan(0, part * PartBytes))[..PartLetters]));

    private static ReadOnlySpan<char> First(string fingerprint) =>
        fingerprint.AsSpan(0, fingerprint.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : fingerprint.Length);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
