using ActiveResponse.AspNetCore.Views;

namespace ActiveResponse.Tool.Top;

/// <summary>Reads and draws each second, on the terminal's other screen, until a key or a signal ends it. An agent that is away is named,
/// and shown again when it is back.</summary>
internal sealed class TopLoop(IActiveResponseView view, TopScreen screen, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(50);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var state = await TopState.ReadAsync(view, screen.Rows, cancellationToken);
        string? trouble = null;
        screen.Begin();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                screen.Draw(state, trouble);
                if (await IsEndedByKeyAsync(cancellationToken))
                {
                    break;
                }

                (state, trouble) = await NextAsync(state, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A signal is the usual end.
        }
        finally
        {
            screen.End();
        }

        return ExitCodes.Fine;
    }

    private async Task<(TopState State, string? Trouble)> NextAsync(TopState state, CancellationToken cancellationToken)
    {
        try
        {
            return (await TopState.ReadAsync(view, screen.Rows, cancellationToken), null);
        }
        catch (ViewException e)
        {
            return (state, e.Message);
        }
    }

    // The console has no way to wait for a key that can be cancelled.
    private async Task<bool> IsEndedByKeyAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Interval; waited += KeyInterval)
        {
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key is ConsoleKey.Q or ConsoleKey.Escape)
                {
                    return true;
                }
            }

            await Task.Delay(KeyInterval, clock, cancellationToken);
        }

        return false;
    }
}
