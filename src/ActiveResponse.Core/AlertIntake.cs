using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using ActiveResponse.Matching;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Brings the alerts of a source to the engine: of a line that fires nothing no more is read than it takes to know that.</summary>
public sealed class AlertIntake
{
    private readonly ActiveResponseEngine _engine;
    private readonly EngineTelemetry _telemetry;
    private readonly ILogger<AlertIntake> _logger;

    internal AlertIntake(ActiveResponseEngine engine, EngineTelemetry telemetry, ILogger<AlertIntake> logger) =>
        (_engine, _telemetry, _logger) = (engine, telemetry, logger);

    /// <summary>Handles every alert of a source until it ends. Lines that are no alerts are counted, and the first of each kind is logged.</summary>
    /// <param name="source">The source; its <see cref="IAlertSource.Statistics"/> are kept.</param>
    /// <param name="name">What the source is called in the log, e.g. the file's path.</param>
    /// <param name="cancellationToken">Ends the wait for more alerts.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task RunAsync(IAlertSource source, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var parser = new AlertParser();
        await foreach (var batch in source.ReadBatchesAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var next = 0; next < batch.Length; next++)
            {
                next = FindFiring(parser, batch.Span, next, source.Statistics, name, out var matched);
                if (next < batch.Length)
                {
                    await HandleAsync(parser, batch.Span[next], matched, source.Statistics, name, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The index of the next record that fires something; the length when there is none.</summary>
    private int FindFiring(
        AlertParser parser, ReadOnlySpan<AlertRecord> records, int from, AlertStreamStatistics statistics, string name, out ImmutableArray<MatchedResponse> matched)
    {
        matched = [];
        var quiet = 0;
        var i = from;
        for (; i < records.Length; i++)
        {
            if (!parser.TryReadKey(records[i], out var key, out var error))
            {
                Skip(records[i], error!.Value, statistics, name);
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
        AlertParser parser, AlertRecord record, ImmutableArray<MatchedResponse> matched, AlertStreamStatistics statistics, string name,
        CancellationToken cancellationToken)
    {
        if (!parser.TryRead(record.Bytes, out var alert, out var error))
        {
            Skip(record, error!.Value, statistics, name);
            return ValueTask.CompletedTask;
        }

        statistics.CountAlert();
        _telemetry.AlertsSeen(1, fired: true);
        return Finish(_engine.HandleMatchedAsync(alert, matched, cancellationToken));

        static async ValueTask Finish(ValueTask<Planning.ResponsePlan> handling) => _ = await handling.ConfigureAwait(false);
    }

    private void Skip(in AlertRecord record, AlertError error, AlertStreamStatistics statistics, string name)
    {
        if (statistics.CountSkipped(record, error))
        {
            _logger.LineSkipped(name, record.Line, SafeText.Of(error.Message));
        }
    }
}
