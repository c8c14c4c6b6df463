using ActiveResponse.Configuration;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Running;

/// <summary>Puts a changed configuration in force while the agent runs: every two seconds it is looked at, and when asked it is read at
/// once.</summary>
internal sealed class ConfigWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConfigFileSource _source;
    private readonly SemaphoreSlim _asked;
    private readonly AllowChanges _allow;
    private readonly IRunReport _report;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <param name="source">The file.</param>
    /// <param name="asked">One for each time it is to be read at once.</param>
    /// <param name="allow">Puts it in force.</param>
    /// <param name="report">Is told.</param>
    public ConfigWatch(ConfigFileSource source, SemaphoreSlim asked, AllowChanges allow, IRunReport report)
    {
        (_source, _asked, _allow, _report) = (source, asked, allow, report);
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
            // The wait is by the real clock, as the file is the real one.
            var isAsked = await _asked.WaitAsync(Interval, _end.Token);
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
                _report.Print($"active-response: The configuration can't be put in force: {Output.ToolText.OneLine(e.Message)}");
            }
        }
    }
}
