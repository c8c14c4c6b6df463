using System.Diagnostics;

namespace ActiveResponse.Tests.Support;

/// <summary>Waits for something another thread is about to do, by yielding to it; gives up after two minutes.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException("what the test waits for has not come");
            }

            await Task.Yield();
        }
    }
}
