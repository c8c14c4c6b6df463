using System.Runtime;

namespace ActiveResponse.Tool.Running;

/// <summary>Gives back what a start took: a hundred thousand blocks that are put back need memory which nothing needs afterwards.</summary>
internal static class MemoryAfterStart
{
    // Less isn't worth stopping for.
    private const long WorthIt = 12L * 1024 * 1024;

    /// <summary>Waits until the start's work is done, and collects once.</summary>
    public static async Task TrimAsync(ActiveResponseEngine engine, CancellationToken cancellationToken)
    {
        await engine.DrainAsync(cancellationToken);
        if (GC.GetTotalMemory(forceFullCollection: false) > WorthIt)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
