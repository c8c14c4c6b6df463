namespace ActiveResponse.Tests.Support;

/// <summary>
/// The bytes an action allocates on this thread. The runtime itself allocates there at moments of its own (when a method moves to its next
/// tier of code, when a collection has emptied a pool), so the action runs several times and the least counts: what the code allocates each
/// time, it allocates in the cheapest round too.
/// </summary>
internal static class Allocated
{
    private const int Rounds = 5;

    public static long By(Action action) => By(action, static action => action());

    public static long By<T>(T argument, Action<T> action)
        where T : allows ref struct
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action(argument);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
