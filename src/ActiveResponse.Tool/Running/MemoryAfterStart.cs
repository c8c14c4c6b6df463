using System.Runtime;

namespace ActiveResponse.Tool.Running;

/// <summary>Returns the memory of the start: restoring a hundred thousand blocks needs memory that is unused afterwards.</summary>
internal static class MemoryAfterStart
{
    // Less isn't worth a collection.
    private const long WorthIt = 12L * 1024 * 1024;

    /// <summary>Waits until the start is complete, and collects once.</summary>
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
