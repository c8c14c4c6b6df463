using System.Collections.Immutable;
using System.IO.Abstractions;
using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Matching;
using ActiveResponse.Platform;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Feeds a source's alerts to the engine; reads a line that fires nothing only as far as needed to know that.</summary>
public sealed class AlertIntake
{
    private readonly ActiveResponseEngine _engine;
    private readonly EngineTelemetry _telemetry;
    private readonly IntakePositions _positions;
    private readonly IFileSystem _files;
    private readonly INativeFiles _native;
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _maxAge;
    private readonly ILogger<AlertIntake> _logger;
    private readonly Lock _gate = new();
    private readonly List<IntakeSource> _sources = [];

    internal AlertIntake(
        ActiveResponseEngine engine,
        EngineTelemetry telemetry,
        IntakePositions positions,
        IFileSystem files,
        INativeFiles native,
        TimeProvider clock,
        ExecutionOptions options,
        ILogger<AlertIntake> logger
    )
    {
        (_engine, _telemetry, _positions, _files, _native, _clock, _logger) = (engine, telemetry, positions, files, native, clock, logger);
        _maxAge = options.MaxAlertAge;
    }

    /// <summary>Current and past sources by name.</summary>
    internal IReadOnlyList<IntakeSource> Sources
    {
        get
        {
            lock (_gate)
            {
                return [.. _sources];
            }
        }
    }

    /// <summary>
    /// Opens an alert file for <see cref="RunAsync"/>: where an earlier run stopped, if a durable store knows, and else as the options say.
    /// </summary>
    /// <remarks>
    /// The position is stored with the records that the alerts before it led to: after a crash none is skipped, and none that led to a
    /// stored record is read again. If the file was rotated meanwhile, its rest is read first; if it can't be found, the log says so.
    /// </remarks>
    /// <param name="path">The file, e.g. <c>/var/ossec/logs/alerts/alerts.json</c>; it may not exist yet.</param>
    /// <param name="options">Where to begin, and limits; null to follow what is appended from now on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<AlertFileReader> OpenAsync(
        string path,
        AlertFileOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var settings = options ?? new AlertFileOptions();
        var name = _files.Path.GetFullPath(path);
        if (
            settings is { Resume: true, StartAt: null }
            && AlertFilePosition.TryParse(await _positions.FindAsync(name, cancellationToken).ConfigureAwait(false), out var stopped)
        )
        {
            settings = settings with { StartAt = stopped };
            _logger.Resumes(name, $"{stopped}");
        }

        return new AlertFileReader(path, settings, _files, _clock, _native)
        {
            Lost = () => _logger.PositionLost(name),
            LostTail = () => _logger.TailLost(name),
            Troubled = new ReadFailureLog(name, _logger).Log,
        };
    }

    /// <summary>
    /// Handles every alert of a source until it ends. Lines that aren't alerts are counted and logged: the first of each kind, then every
    /// ten minutes how many more.
    /// </summary>
    /// <remarks>
    /// Runs no faster than the responders' queues allow. Doesn't wait for observers: what is too fast for one is dropped for it, and
    /// logged.
    /// </remarks>
    /// <param name="source">The source; its <see cref="IAlertSource.Statistics"/> are updated.</param>
    /// <param name="name">Name of the source in the log, e.g. the file's path.</param>
    /// <param name="cancellationToken">Ends the wait for more alerts.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task RunAsync(IAlertSource source, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var taken = new IntakeSource(name, source);
        Add(taken);
        try
        {
            await TakeInAsync(source, taken, new SkipLog(name, source.Statistics, _clock, _logger), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            taken.HasEnded = true;
        }
    }

    // Running a source again replaces its earlier entry.
    private void Add(IntakeSource taken)
    {
        lock (_gate)
        {
            for (var i = 0; i < _sources.Count; i++)
            {
                if (_sources[i].Name == taken.Name)
                {
                    _sources[i] = taken;
                    return;
                }
            }

            _sources.Add(taken);
        }
    }

    private async Task TakeInAsync(IAlertSource source, IntakeSource taken, SkipLog skips, CancellationToken cancellationToken)
    {
        var parser = new AlertParser();
        var progress = await ProgressOfAsync(source, cancellationToken).ConfigureAwait(false);
        if (source is AlertFileReader reader)
        {
            reader.Began = position =>
            {
                taken.Began(position.Offset);
                progress?.Pass(position.ToString());
            };
        }

        await foreach (var batch in source.ReadBatchesAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var next = 0; next < batch.Length; next++)
            {
                next = FindFiring(parser, batch.Span, next, source.Statistics, skips, out var matched);
                if (next < batch.Length)
                {
                    await HandleAsync(parser, batch.Span[next], matched, source.Statistics, skips, progress, cancellationToken)
                        .ConfigureAwait(false);
                }
            }

            taken.Passed(batch.Span[^1].EndOffset, _clock.GetUtcNow());
            if (progress is not null && PositionAfter(batch.Span) is { } end)
            {
                progress.Pass(end);
            }
        }
    }

    private async ValueTask<IntakeProgress?> ProgressOfAsync(IAlertSource source, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case AlertFileReader file:
                return _positions.Of(file.FullPath);
            case IResumableAlertSource resumable:
                var name = resumable.PositionName;
                var stopped = await _positions.FindAsync(name, cancellationToken).ConfigureAwait(false);
                await resumable.ResumeAsync(stopped, cancellationToken).ConfigureAwait(false);
                if (stopped is not null)
                {
                    _logger.Resumes(SafeText.Of(name, 400), SafeText.Of(stopped, 400));
                }

                return _positions.Of(name);
            default:
                return null;
        }
    }

    private static string? PositionOf(in AlertRecord record) => record.ResumeAt ?? record.Position?.ToString();

    // A source needn't be able to resume at every record.
    private static string? PositionAfter(ReadOnlySpan<AlertRecord> records)
    {
        for (var i = records.Length - 1; i >= 0; i--)
        {
            if (PositionOf(records[i]) is { } position)
            {
                return position;
            }
        }

        return null;
    }

    /// <summary>Returns the index of the next record that fires something; the length if there is none.</summary>
    private int FindFiring(
        AlertParser parser,
        ReadOnlySpan<AlertRecord> records,
        int from,
        AlertStreamStatistics statistics,
        SkipLog skips,
        out ImmutableArray<MatchedResponse> matched
    )
    {
        matched = [];
        var quiet = 0;
        var i = from;
        for (; i < records.Length; i++)
        {
            if (!parser.TryReadKey(records[i], out var key, out var error))
            {
                skips.Skip(records[i], error!.Value);
                continue;
            }

            matched = _engine.Matcher.Match(key);
            if (!matched.IsEmpty)
            {
                break;
            }

            statistics.CountAlert();
            quiet++;
        }

        if (quiet > 0)
        {
            _telemetry.AlertsSeen(quiet, fired: false);
        }

        return i;
    }

    private ValueTask HandleAsync(
        AlertParser parser,
        AlertRecord record,
        ImmutableArray<MatchedResponse> matched,
        AlertStreamStatistics statistics,
        SkipLog skips,
        IntakeProgress? progress,
        CancellationToken cancellationToken
    )
    {
        if (!parser.TryRead(record.Bytes, out var alert, out var error))
        {
            skips.Skip(record, error!.Value);
            return ValueTask.CompletedTask;
        }

        if (_maxAge is { } most && alert.Timestamp is { } raised && _clock.GetUtcNow() - raised > most)
        {
            skips.Skip(record, new AlertError(AlertErrorCause.TooOld, 0));
            return ValueTask.CompletedTask;
        }

        statistics.CountAlert();
        matched = _engine.Matcher.Refine(alert, matched);
        _telemetry.AlertsSeen(1, fired: !matched.IsEmpty);
        return matched.IsEmpty
            ? ValueTask.CompletedTask
            : Finish(_engine.HandleMatchedAsync(alert, matched, progress?.Begin(PositionOf(record)), cancellationToken));

        static async ValueTask Finish(ValueTask<Planning.ResponsePlan> handling) => _ = await handling.ConfigureAwait(false);
    }
}
