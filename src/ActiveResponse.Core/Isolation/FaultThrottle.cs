namespace ActiveResponse.Isolation;

/// <summary>Lets a plug-in that fails at every alert fill no log: so many of its faults a minute are logged, and how many more there
/// were.</summary>
internal sealed class FaultThrottle(TimeProvider clock)
{
    /// <summary>So many faults of one plug-in are logged in a minute.</summary>
    public const int MostInAMinute = 100;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Seam, string Plugin), (long Since, long Count)> _counts = [];

    /// <summary>Counts a fault.</summary>
    /// <param name="seam">The kind of plug-in.</param>
    /// <param name="plugin">Its name.</param>
    /// <param name="untold">How many were not logged in the minute before; more than 0 once only.</param>
    /// <returns>Whether it is to be logged.</returns>
    public bool Admits(string seam, string plugin, out long untold)
    {
        lock (_gate)
        {
            untold = 0;
            var now = clock.GetTimestamp();
            var (since, count) = _counts.GetValueOrDefault((seam, plugin), (now, 0));
            if (clock.GetElapsedTime(since, now) >= Minute)
            {
                untold = Math.Max(0, count - MostInAMinute);
                (since, count) = (now, 0);
            }

            _counts[(seam, plugin)] = (since, count + 1);
            return count < MostInAMinute;
        }
    }
}
