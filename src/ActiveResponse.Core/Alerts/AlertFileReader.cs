using System.IO.Abstractions;
using System.Runtime.CompilerServices;
using ActiveResponse.Platform;

namespace ActiveResponse.Alerts;

/// <summary>
/// Reads the alert records of a file as it grows, is rotated (renamed, with a new file in its place) or truncated. If it is rotated twice
/// between two polls, the file in the middle is missed.
/// </summary>
public sealed class AlertFileReader : IAlertSource
{
    private readonly IFileSystem _files;
    private readonly INativeFiles _native;
    private readonly string _path;
    private readonly AlertFileOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Creates a reader; the file is opened when reading begins.</summary>
    /// <param name="path">The file, e.g. <c>/var/ossec/logs/alerts/alerts.json</c>; a regular file.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="fileSystem">File system; null for the real one.</param>
    /// <param name="time">Clock for polling; null for the system's.</param>
    /// <param name="native">Native operations of that file system; null for <see cref="NativeFiles.For"/> it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public AlertFileReader(
        string path,
        AlertFileOptions? options = null,
        IFileSystem? fileSystem = null,
        TimeProvider? time = null,
        INativeFiles? native = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = options ?? new AlertFileOptions();
        _options.Validate();
        _files = fileSystem ?? new FileSystem();
        _path = path;
        _time = time ?? TimeProvider.System;
        _native = native ?? NativeFiles.For(_files, _time);
    }

    /// <inheritdoc/>
    public AlertStreamStatistics Statistics { get; } = new();

    /// <summary>
    /// Why the followed file, or the one that now has its name, can't be read at the moment (missing, no permission, not a file), or null.
    /// </summary>
    public Exception? Trouble { get; private set; }

    internal string FullPath => _files.Path.GetFullPath(_path);

    /// <summary>Current length of the file.</summary>
    internal long Length => _files.FileInfo.New(FullPath).Length;

    /// <inheritdoc/>
    /// <exception cref="IOException">Not following, and the file is missing or unreadable.</exception>
    /// <exception cref="UnauthorizedAccessException">Not following, and access is denied.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(CancellationToken cancellationToken = default) =>
        ReadBatchesAsync(new NoAlertFileEvents(), cancellationToken);

    /// <summary>Reads the same and reports what happens to the file.</summary>
    internal async IAsyncEnumerable<ReadOnlyMemory<AlertRecord>> ReadBatchesAsync(
        IAlertFileEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var assembler = new RecordAssembler(_options, Statistics);
        var batch = new RecordBatch(assembler);
        using var wakeUp = _options is { Follow: true, Watch: true } ? new FileWakeUp(_native, FullPath) : null;
        using var follower = new FileFollower(_files, _native, _path, _options, assembler, events);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = follower.Step();
            if (IsNews(follower.Trouble))
            {
                Trouble = follower.Trouble;
                events.TroubleChanged(Trouble);
            }

            if (step == FollowStep.Idle)
            {
                await (
                    wakeUp?.WaitAsync(_options.PollInterval, _time, cancellationToken)
                    ?? Task.Delay(_options.PollInterval, _time, cancellationToken)
                ).ConfigureAwait(false);
                continue;
            }

            if (batch.Fill() is { IsEmpty: false } records)
            {
                yield return records;
            }

            if (step == FollowStep.End)
            {
                yield break;
            }

            if (step == FollowStep.Switch)
            {
                follower.SwitchOver();
            }
        }
    }

    private bool IsNews(Exception? trouble) => trouble?.GetType() != Trouble?.GetType() || trouble?.Message != Trouble?.Message;
}
