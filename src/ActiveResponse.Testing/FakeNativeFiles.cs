using System.Collections.Concurrent;
using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Testing;

/// <summary>Plays what a disk does beyond <see cref="IFileSystem"/>, over files in memory: owners, notifications, locks, a full
/// disk.</summary>
/// <remarks>Thread-safe. Without more, all files are trusted, nothing is locked, every write is done, and nothing is notified.</remarks>
public sealed class FakeNativeFiles : INativeFiles
{
    private readonly INativeFiles _portable;
    private readonly IFileSystem _files;
    private readonly ConcurrentDictionary<string, FileTrust> _trust = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Watch, string> _watches = new();
    private readonly ConcurrentDictionary<string, byte> _locked = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _written = new();

    /// <summary>Plays a disk over a file system in memory.</summary>
    /// <param name="files">The file system, e.g. a <c>MockFileSystem</c>.</param>
    public FakeNativeFiles(IFileSystem files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _files = files;
        _portable = NativeFiles.For(files);
    }

    /// <summary>Whether it notifies of changes; without it files are read again from time to time. Default: no.</summary>
    public bool Notifies { get; set; }

    /// <summary>Why a write to a path fails; null, the default, lets all be written.</summary>
    public Func<string, IOException?>? WriteFault { get; set; }

    /// <summary>Called between the reading and the writing of a shared file: the administrator that edits it meanwhile.</summary>
    public Action? BetweenReadAndWrite { get; set; }

    /// <summary>The paths that were written as a whole, in this order.</summary>
    public IReadOnlyList<string> Written => [.. _written];

    /// <summary>How many files are watched.</summary>
    public int Watched => _watches.Count;

    /// <summary>Has a file or folder be one that others can change, or that is worth a remark.</summary>
    /// <param name="path">The path.</param>
    /// <param name="trust">What is found about it.</param>
    public void SetTrust(string path, FileTrust trust) => _trust[_files.Path.GetFullPath(path)] = trust;

    /// <summary>Has another process hold a shared file from now on.</summary>
    /// <param name="path">The file.</param>
    public void Lock(string path) => _locked[path] = 0;

    /// <summary>Has the other process let a shared file go.</summary>
    /// <param name="path">The file.</param>
    public void Unlock(string path) => _locked.TryRemove(path, out _);

    /// <summary>Notifies who watches a file.</summary>
    /// <param name="path">The file.</param>
    public void Notify(string path)
    {
        var full = _files.Path.GetFullPath(path);
        foreach (var (watch, watched) in _watches)
        {
            if (watched == full)
            {
                watch.Changed();
            }
        }
    }

    /// <inheritdoc/>
    public Stream OpenRegular(string path) => _portable.OpenRegular(path);

    /// <inheritdoc/>
    public string? IdentityOf(Stream file) => _portable.IdentityOf(file);

    /// <inheritdoc/>
    public string? IdentityOf(string path) => _portable.IdentityOf(path);

    /// <inheritdoc/>
    IDisposable? INativeFiles.Watch(string path, Action changed)
    {
        if (!Notifies)
        {
            return null;
        }

        var watch = new Watch(_watches, changed);
        _watches[watch] = _files.Path.GetFullPath(path);
        return watch;
    }

    /// <inheritdoc/>
    public FileTrust Judge(string path, string? installation = null) => TrustOf(path);

    /// <inheritdoc/>
    public string? JudgeFolder(string path) => TrustOf(path).Reason;

    /// <inheritdoc/>
    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        ThrowFaultOf(path);
        _portable.Replace(path, content);
        _written.Enqueue(path);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadSharedAsync(string path, SharedFileAccess access, CancellationToken cancellationToken)
    {
        ThrowIfLocked(path);
        return _portable.ReadSharedAsync(path, access, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask EditSharedAsync(
        string path,
        SharedFileAccess access,
        Func<ReadOnlyMemory<byte>, byte[]?> edit,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(edit);
        ThrowIfLocked(path);
        var isWritten = false;
        await _portable.EditSharedAsync(path, access, Edit, cancellationToken).ConfigureAwait(false);
        if (isWritten)
        {
            _written.Enqueue(path);
        }

        byte[]? Edit(ReadOnlyMemory<byte> before)
        {
            var after = edit(before);
            isWritten = after is not null;
            if (isWritten)
            {
                ThrowFaultOf(path);
                BetweenReadAndWrite?.Invoke();
            }

            return after;
        }
    }

    /// <inheritdoc/>
    public string? WhyNotEditable(string path) => WriteFault?.Invoke(path)?.Message ?? _portable.WhyNotEditable(path);

    private FileTrust TrustOf(string path) => _trust.GetValueOrDefault(_files.Path.GetFullPath(path)) ?? new FileTrust();

    private void ThrowFaultOf(string path)
    {
        if (WriteFault?.Invoke(path) is { } fault)
        {
            throw fault;
        }
    }

    // What waits for a lock has waited long enough.
    private void ThrowIfLocked(string path)
    {
        if (_locked.ContainsKey(path))
        {
            throw new IOException($"Another process holds {path}.");
        }
    }

    private sealed class Watch(ConcurrentDictionary<Watch, string> watches, Action changed) : IDisposable
    {
        public Action Changed => changed;

        public void Dispose() => watches.TryRemove(this, out _);
    }
}
