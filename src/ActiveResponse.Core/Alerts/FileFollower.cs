using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>
/// Reads a file step by step, without waiting: past its end into appended data, into the file that replaces it (once that one has content
/// and the old one is read to its end), and from the start after truncation.
/// </summary>
internal sealed class FileFollower : IDisposable
{
    private readonly IFileSystem _files;
    private readonly INativeFiles _native;
    private readonly string _path;
    private readonly AlertFileOptions _options;
    private readonly RecordAssembler _assembler;
    private readonly IAlertFileEvents _events;
    private FollowedFile? _file;
    private FollowedFile? _next;
    private bool _begun;
    private bool _idle;
    private bool _isRotated;
    private Exception? _trouble;
    private Exception? _troubleOfName;

    public FileFollower(
        IFileSystem files,
        INativeFiles native,
        string path,
        AlertFileOptions options,
        RecordAssembler assembler,
        IAlertFileEvents events
    )
    {
        _files = files;
        _native = native;
        _path = path;
        _options = options;
        _assembler = assembler;
        _events = events;
    }

    /// <summary>Why the file, or the one that now has its name, can't be read at the moment; or null.</summary>
    public Exception? Trouble => _trouble ?? _troubleOfName;

    /// <summary>Performs one step; after <see cref="FollowStep.More"/> there may be records to take.</summary>
    /// <exception cref="IOException">Not following, and the file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Not following, and access is denied.</exception>
    public FollowStep Step()
    {
        try
        {
            var step = _file is null ? Begin() : Continue(_file);
            _idle = step == FollowStep.Idle;
            _trouble = null;
            return step;
        }
        catch (Exception e) when (_options.Follow && e is IOException or UnauthorizedAccessException)
        {
            _trouble = e;
            if (!_begun && e is FileNotFoundException or DirectoryNotFoundException)
            {
                _begun = true;
                _events.Began(_options.StartAt ?? AlertFilePosition.NoFile);
            }

            _idle = true;
            return FollowStep.Idle;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _next?.Dispose();
    }

    private FollowStep Begin()
    {
        var file = Open(_path);
        if (_options.StartAt is { } stopped && !IsIn(file, stopped) && stopped != AlertFilePosition.NoFile)
        {
            file = GoBack(file, stopped);
        }

        var offset = FirstOffset(file);
        file.Seek(offset);

        // What follows a lost tail begins there, whatever precedes it.
        var isCut = _options.StartAt is { } at && file.HasLostTailOf(at);
        Use(file, skipLine: !isCut && !file.IsLineStart(offset));
        if (isCut)
        {
            _events.TailLost();
        }

        _events.Began(file.PositionAt(offset));
        return FollowStep.More;
    }

    private FollowedFile GoBack(FollowedFile file, AlertFilePosition stopped)
    {
        if (RotatedFile.Find(_files, _native, _path, stopped, Open) is not { } rotated)
        {
            _events.PositionLost();
            return file;
        }

        file.Dispose();
        _isRotated = true;
        return rotated;
    }

    private long FirstOffset(FollowedFile file)
    {
        // A file that appears after the reader started is read from its start.
        var atEnd = !_begun && !_options.FromStart && _options.StartAt is null;
        if (atEnd)
        {
            return file.Length;
        }

        return _options.StartAt is { } at && IsIn(file, at) ? Math.Min(at.Offset, file.Length) : 0;
    }

    private static bool IsIn(FollowedFile file, AlertFilePosition position) => file.Holds(position) || file.HasLostTailOf(position);

    private FollowStep Continue(FollowedFile file)
    {
        if (_idle && file.HasLostTail())
        {
            // Everything still in it was read.
            file.GoOnAtEnd();
            _assembler.Restart(file.Offset, skipLine: false);
            _events.TailLost();
            _events.Began(file.PositionAt(file.Offset));
        }
        else if (_idle && file.WasRewritten())
        {
            file.Rewind();
            _assembler.Restart(0, skipLine: false);
            _events.Began(file.PositionAt(0));
        }

        var count = file.Read(_assembler.Room().Span);
        if (count > 0)
        {
            _assembler.Add(count);
            return FollowStep.More;
        }

        if (!_options.Follow && (!_isRotated || (_next ??= OpenNext(file)) is null))
        {
            _assembler.Seal();
            return FollowStep.End;
        }

        return AtEnd(file);
    }

    private FollowStep AtEnd(FollowedFile file)
    {
        if (_next is null)
        {
            // Once the next file has content, the writer is done with this one; read what arrived in between before leaving.
            _next = OpenNext(file);
            return _next is null && _file == file ? FollowStep.Idle : FollowStep.More;
        }

        _assembler.Seal();
        return FollowStep.Switch;
    }

    /// <summary>Moves on to the next file; call after <see cref="FollowStep.Switch"/>, once the old one's records are taken.</summary>
    public void SwitchOver()
    {
        _file!.Dispose();
        Use(_next!, skipLine: false);
        _next = null;
        _isRotated = false;
        _events.Began(_file.PositionAt(0));
    }

    private FollowedFile? OpenNext(FollowedFile file)
    {
        FollowedFile? other = null;
        try
        {
            _troubleOfName = null;
            if (_native.IdentityOf(_path) == file.Id)
            {
                return null;
            }

            other = Open(_path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Renamed, and the next one doesn't exist yet.
            return null;
        }
        catch (Exception e) when (_options.Follow && e is IOException or UnauthorizedAccessException)
        {
            _troubleOfName = e;
            return null;
        }

        if ((other.Id != file.Id || other.WasRewrittenSince(file)) && other.Length > 0)
        {
            return other;
        }

        if (other.HasMoreThan(file))
        {
            Reopen(file, other);
            return null;
        }

        other.Dispose();
        return null;
    }

    // An in-memory file system may replace a rewritten file with another, where a disk would write into it.
    private void Reopen(FollowedFile file, FollowedFile other)
    {
        other.Seek(file.Offset);
        file.Dispose();
        _file = other;
        _assembler.File = other;
    }

    private FollowedFile Open(string path) => FollowedFile.Open(_files, _native, path);

    private void Use(FollowedFile file, bool skipLine)
    {
        _begun = true;
        _file = file;
        _assembler.File = file;
        _assembler.Restart(file.Offset, skipLine);
    }
}
