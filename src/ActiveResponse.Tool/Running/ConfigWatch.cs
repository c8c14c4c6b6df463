using ActiveResponse.Configuration;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Running;

/// <summary>Applies a changed configuration while the agent runs: checks it every two seconds, and reads it at once on request.</summary>
internal sealed class ConfigWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConfigFileSource _source;
    private readonly SemaphoreSlim _asked;
    private readonly AllowChanges _allow;
    private readonly IRunReport _report;
    private readonly Action _askedToo;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <param name="source">The file.</param>
    /// <param name="asked">Produces a signal for each immediate reread.</param>
    /// <param name="allow">Applies it.</param>
    /// <param name="report">Receives reports.</param>
    /// <param name="askedToo">What else an immediate reread does, before it.</param>
    public ConfigWatch(ConfigFileSource source, SemaphoreSlim asked, AllowChanges allow, IRunReport report, Action askedToo)
    {
        (_source, _asked, _allow, _report, _askedToo) = (source, asked, allow, report, askedToo);
        _watching = Task.Run(WatchAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            // Uses the real clock, as the file is real.
            var isAsked = await _asked.WaitAsync(Interval, _end.Token);
            if (isAsked)
            {
                _askedToo();
            }

            if ((isAsked ? _source.Reread() : _source.ReadChanged()) is not { } config)
            {
                continue;
            }

            try
            {
                await _allow.ReloadAsync(config, _end.Token);
                _report.Reloaded(config);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _report.Print($"active-response: The configuration can't be applied: {Output.ToolText.OneLine(e.Message)}");
            }
        }
    }
}
