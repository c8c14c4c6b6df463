using System.Diagnostics;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>Waits for what another thread or process is about to do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Completes when a condition holds; once patience, in real time, is over, the test fails.</summary>
    public static async Task HoldsAsync(Func<ValueTask<bool>> condition, TimeSpan patience, Func<string> because)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition().ConfigureAwait(false))
        {
            Assert.True(watch.Elapsed < patience, because());
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
