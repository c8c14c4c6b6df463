using System.Diagnostics.Metrics;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Isolation;

/// <summary>Logs and counts faults of plug-ins.</summary>
internal sealed class PluginFaults
{
    private readonly Counter<long>? _faults;
    private readonly ILogger _logger;
    private readonly FaultThrottle _throttle;

    /// <param name="logger">Logs them; nothing is counted.</param>
    /// <param name="clock">The clock.</param>
    public PluginFaults(ILogger logger, TimeProvider clock) => (_logger, _throttle) = (logger, new FaultThrottle(clock));

    /// <param name="meters">Creates the counter.</param>
    /// <param name="logger">Logs them.</param>
    /// <param name="clock">The clock.</param>
    public PluginFaults(IMeterFactory meters, ILogger logger, TimeProvider clock)
        : this(logger, clock)
    {
        _faults = meters
            .Create(ActiveResponseDiagnostics.MeterName)
            .CreateCounter<long>(
                "active_response.plugin.faults",
                "{fault}",
                "What went wrong in guards, dispatchers, observers, schedulers, matchers, stores and responders, by plug-in "
                    + "and kind of fault."
            );
    }

    public void Threw(string seam, string plugin, Exception exception)
    {
        Count(seam, plugin, PluginFault.Threw);
        if (IsLogged(seam, plugin))
        {
            _logger.PluginThrew(seam, SafeText.Of(plugin), exception);
        }
    }

    public void TimedOut(string seam, string plugin, TimeSpan limit, string consequence)
    {
        Count(seam, plugin, PluginFault.TimedOut);
        if (IsLogged(seam, plugin))
        {
            _logger.PluginTimedOut(seam, SafeText.Of(plugin), limit.TotalSeconds, consequence);
        }
    }

    /// <summary>Reports a scheduler that didn't signal due effects.</summary>
    public void Missed(string seam, string plugin, int count)
    {
        Count(seam, plugin, PluginFault.Missed, count);
        if (IsLogged(seam, plugin))
        {
            _logger.DueMissed(SafeText.Of(plugin), count);
        }
    }

    public void AnsweredLate(string seam, string plugin, TimeSpan after)
    {
        Count(seam, plugin, PluginFault.AnsweredLate);
        _logger.PluginAnsweredLate(seam, SafeText.Of(plugin), after.TotalSeconds);
    }

    public void Count(string seam, string plugin, PluginFault fault, long count = 1)
    {
        if (_faults is { Enabled: true })
        {
            _faults.Add(count, new("seam", seam), new("plugin", plugin), new("fault", NameOf(fault)));
        }
    }

    private bool IsLogged(string seam, string plugin)
    {
        var isLogged = _throttle.Admits(seam, plugin, out var unlogged);
        if (unlogged > 0)
        {
            _logger.MorePluginFaults(unlogged, seam, SafeText.Of(plugin));
        }

        return isLogged;
    }

    private static string NameOf(PluginFault fault) =>
        fault switch
        {
            PluginFault.Threw => "threw",
            PluginFault.TimedOut => "no_answer",
            PluginFault.NotCalled => "not_called",
            PluginFault.AnsweredLate => "answered_late",
            PluginFault.Missed => "missed",
            _ => "dropped",
        };
}
