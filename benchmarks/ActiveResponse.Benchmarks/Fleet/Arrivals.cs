using System.Diagnostics;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>Counts what arrives, and says when all has.</summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const int MostUnderWay = 500;

    private TaskCompletionSource<long> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _wanted = long.MaxValue;
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Begins to count anew.</summary>
    public void Expect(long count)
    {
        _reached = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _count, 0);
        Interlocked.Exchange(ref _wanted, count);
    }

    /// <summary>Notes one.</summary>
    public void Add()
    {
        if (Interlocked.Increment(ref _count) == Interlocked.Read(ref _wanted))
        {
            _reached.TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Waits while too many that were started have not arrived: a server that thousands reach at once answers none.</summary>
    public async Task PaceAsync(int started)
    {
        while (started - Count > MostUnderWay)
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Waits for the last one.</summary>
    /// <returns>When it came.</returns>
    public async Task<long> WhenAllAsync()
    {
        try
        {
            return await _reached.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Count:N0} of {_wanted:N0} arrived");
        }
    }
}
