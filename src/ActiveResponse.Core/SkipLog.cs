using ActiveResponse.Alerts;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>Logs the skipped lines of one source: the first of each kind, then every ten minutes how many more.</summary>
internal sealed class SkipLog(string name, AlertStreamStatistics statistics, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Dictionary<AlertErrorCause, (long Since, long Untold)> _told = [];

    public void Skip(in AlertRecord record, AlertError error)
    {
        if (statistics.CountSkipped(record, error))
        {
            logger.LineSkipped(name, record.Line, SafeText.Of(error.Message));
        }

        var now = clock.GetTimestamp();
        var (since, unlogged) = _told.GetValueOrDefault(error.Cause, (now, -1));
        unlogged++;
        if (unlogged > 0 && clock.GetElapsedTime(since, now) >= Interval)
        {
            logger.MoreLinesSkipped(unlogged, name, record.Line, SafeText.Of(error.Message));
            (since, unlogged) = (now, 0);
        }

        _told[error.Cause] = (since, unlogged);
    }
}
