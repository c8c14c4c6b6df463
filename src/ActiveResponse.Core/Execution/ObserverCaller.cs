using ActiveResponse.Diagnostics;
using ActiveResponse.Isolation;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Execution;

/// <summary>Calls one observer, whose exceptions and silence are faults of a plug-in.</summary>
internal sealed class ObserverCaller(IResponseObserver observer, PluginFaults faults, ILogger logger)
{
    private const string Seam = "observer";

    private readonly string _name = observer.GetType().Name;
    private CancellationTokenSource _token = new();

    /// <summary>Fires when the observer is asked to stop.</summary>
    public CancellationToken Token => _token.Token;

    /// <summary>Delivers an outcome, and logs what the observer throws.</summary>
    public async Task CallAsync(ExecutedAction action, CancellationToken token)
    {
        try
        {
            await observer.OnExecutedAsync(action, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // It stopped when asked to, which has been logged.
        }
        catch (Exception e)
        {
            faults.Threw(Seam, _name, e);
        }
    }

    /// <summary>Gives later calls a token of their own.</summary>
    /// <returns>Asks the call in progress to stop.</returns>
    public CancellationTokenSource Renew()
    {
        (var current, _token) = (_token, new CancellationTokenSource());
        return current;
    }

    /// <summary>Logs that a call takes too long.</summary>
    public void Report(TimeSpan limit) =>
        faults.TimedOut(Seam, _name, limit, "it is asked to stop, and gets no more outcomes until it returns");

    /// <summary>Asks a call to stop, without waiting for it.</summary>
    public void Stop(CancellationTokenSource call) => _ = CancelAsync(call);

    /// <summary>Counts an outcome that it doesn't get.</summary>
    public void Miss(bool isFirst, int capacity)
    {
        faults.Count(Seam, _name, PluginFault.Dropped);
        (observer as IMissesOutcomes)?.Missed();
        if (isFirst)
        {
            logger.OutcomesDropped(_name, capacity);
        }
    }

    /// <summary>Logs that it gets outcomes again.</summary>
    public void CatchUp(long dropped)
    {
        if (dropped > 0)
        {
            logger.ObserverCaughtUp(_name, dropped);
        }
    }

    private async Task CancelAsync(CancellationTokenSource call)
    {
        try
        {
            await call.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            faults.Threw(Seam, _name, e);
        }
    }
}
