using System.Diagnostics;

namespace ActiveResponse.Tests.Support;

/// <summary>Waits for something another thread or process is about to do; gives up after two minutes.</summary>
/// <remarks>Where a test can wait for the thing itself, a task or <c>ManualClock.TimerOf</c>, it does that.</remarks>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("what the test waits for has not come");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
