using System.Diagnostics;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>Waits for what another thread or process is about to do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Completes when a condition holds; after two minutes of real time the test fails.</summary>
    public static async Task HoldsAsync(Func<ValueTask<bool>> condition, Func<string> because)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition().ConfigureAwait(false))
        {
            Assert.True(watch.Elapsed < Patience, because());
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
