using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Matching;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Reads one source to its end and hands what fires to the engine.</summary>
internal sealed class IntakeRun(
    ActiveResponseEngine engine,
    EngineTelemetry telemetry,
    IntakeSource source,
    IntakeProgress? progress,
    Func<TimeSpan?> maxAge,
    TimeProvider clock,
    ILogger<AlertIntake> logger
) : IAlertFileEvents
{
    private readonly AlertParser _parser = new();
    private readonly AlertStreamStatistics _statistics = source.Statistics;
    private readonly SkipLog _skips = new(source.Name, source.Statistics, clock, logger);
    private readonly ReadFailureLog _failures = new(source.File ?? source.Name, logger);

    /// <summary>Handles every alert until the source ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var batch in source.ReadBatchesAsync(this, cancellationToken).ConfigureAwait(false))
        {
            for (var next = 0; next < batch.Length; next++)
            {
                next = FindFiring(batch.Span, next, out var matched);
                if (next < batch.Length)
                {
                    await HandleAsync(batch.Span[next], matched, batch.Length == 1, cancellationToken).ConfigureAwait(false);
                }
            }

            source.Passed(batch.Span[^1].EndOffset, clock.GetUtcNow());
            if (progress is not null && PositionAfter(batch.Span) is { } end)
            {
                progress.Pass(end);
            }
        }
    }

    void IAlertFileEvents.Began(AlertFilePosition position)
    {
        source.Began(position.Offset);
        progress?.Pass(position.ToString());
    }

    void IAlertFileEvents.PositionLost() => logger.PositionLost(source.File!);

    void IAlertFileEvents.TailLost() => logger.TailLost(source.File!);

    void IAlertFileEvents.TroubleChanged(Exception? trouble) => _failures.Log(trouble);

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
    private int FindFiring(ReadOnlySpan<AlertRecord> records, int from, out ImmutableArray<MatchedResponse> matched)
    {
        matched = [];
        var quiet = 0;
        var i = from;
        for (; i < records.Length; i++)
        {
            if (!_parser.TryReadKey(records[i], out var key, out var error))
            {
                _skips.Skip(records[i], error!.Value);
                continue;
            }

            matched = engine.Matcher.Match(key);
            if (!matched.IsEmpty)
            {
                break;
            }

            _statistics.CountAlert();
            quiet++;
        }

        if (quiet > 0)
        {
            telemetry.AlertsSeen(quiet, fired: false);
        }

        return i;
    }

    private ValueTask HandleAsync(
        AlertRecord record,
        ImmutableArray<MatchedResponse> matched,
        bool isLone,
        CancellationToken cancellationToken
    )
    {
        if (!_parser.TryRead(record.Bytes, out var alert, out var error))
        {
            _skips.Skip(record, error!.Value);
            return ValueTask.CompletedTask;
        }

        if (maxAge() is { } most && alert.Timestamp is { } raised && clock.GetUtcNow() - raised > most)
        {
            _skips.Skip(record, new AlertError(AlertErrorCause.TooOld, 0));
            return ValueTask.CompletedTask;
        }

        _statistics.CountAlert();
        matched = engine.Matcher.Refine(alert, matched);
        telemetry.AlertsSeen(1, fired: !matched.IsEmpty);
        if (matched.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        var fired = new MatchedAlert(alert, matched, progress?.Begin(PositionOf(record))) { IsLone = isLone };
        return Finish(engine.HandleMatchedAsync(fired, cancellationToken));

        static async ValueTask Finish(ValueTask<Planning.ResponsePlan> handling) => _ = await handling.ConfigureAwait(false);
    }
}
