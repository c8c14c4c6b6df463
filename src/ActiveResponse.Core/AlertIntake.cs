using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Feeds a source's alerts to the engine; reads a line that fires nothing only as far as needed to know that.</summary>
public sealed class AlertIntake
{
    private readonly ActiveResponseEngine _engine;
    private readonly EngineTelemetry _telemetry;
    private readonly IntakePositions _positions;
    private readonly AlertFileOpener _files;
    private readonly Func<TimeSpan?> _maxAge;
    private readonly TimeProvider _clock;
    private readonly ILogger<AlertIntake> _logger;
    private readonly Lock _gate = new();
    private readonly List<IntakeSource> _sources = [];

    internal AlertIntake(
        ActiveResponseEngine engine,
        EngineTelemetry telemetry,
        IntakePositions positions,
        AlertFileOpener files,
        Func<TimeSpan?> maxAge,
        TimeProvider clock,
        ILogger<AlertIntake> logger
    ) => (_engine, _telemetry, _positions, _files, _maxAge, _clock, _logger) = (engine, telemetry, positions, files, maxAge, clock, logger);

    /// <summary>Current and past sources by name.</summary>
    /// <summary>Number of bytes in the followed files that aren't processed yet; null if no file is followed or can be read.</summary>
    public long? BytesBehind =>
        Sources.Select(static source => source.Behind()).OfType<long>().ToList() is { Count: > 0 } files ? files.Sum() : null;

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
    /// Lines written after this call are new, whenever reading begins.
    /// </summary>
    /// <remarks>
    /// The position is stored with the records that the alerts before it led to: after a crash none is skipped, and none that led to a
    /// stored record is read again. If the file was rotated meanwhile, its rest is read first; if it can't be found, the log says so.
    /// </remarks>
    /// <param name="path">The file, e.g. <c>/var/ossec/logs/alerts/alerts.json</c>; it may not exist yet.</param>
    /// <param name="options">Where to begin, and limits; null to follow what is appended from now on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public ValueTask<AlertFileReader> OpenAsync(
        string path,
        AlertFileOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return _files.OpenAsync(path, options ?? new AlertFileOptions(), cancellationToken);
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
            var progress = await ProgressOfAsync(source, cancellationToken).ConfigureAwait(false);
            var run = new IntakeRun(_engine, _telemetry, taken, progress, _maxAge, _clock, _logger);
            await run.RunAsync(cancellationToken).ConfigureAwait(false);
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
}
