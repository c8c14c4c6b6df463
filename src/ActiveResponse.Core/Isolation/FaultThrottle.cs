namespace ActiveResponse.Isolation;

/// <summary>Keeps a plug-in that always fails from filling the log: limits its logged faults per minute, and counts the rest.</summary>
internal sealed class FaultThrottle(TimeProvider clock)
{
    /// <summary>Maximum number of faults of one plug-in logged per minute.</summary>
    public const int MostInAMinute = 100;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Seam, string Plugin), (long Since, long Count)> _counts = [];

    /// <summary>Counts a fault.</summary>
    /// <param name="seam">Kind of plug-in.</param>
    /// <param name="plugin">Its name.</param>
    /// <param name="unlogged">Number of faults not logged in the previous minute; more than 0 only once.</param>
    /// <returns>Whether to log it.</returns>
    public bool Admits(string seam, string plugin, out long unlogged)
    {
        lock (_gate)
        {
            unlogged = 0;
            var now = clock.GetTimestamp();
            var (since, count) = _counts.GetValueOrDefault((seam, plugin), (now, 0));
            if (clock.GetElapsedTime(since, now) >= Minute)
            {
                unlogged = Math.Max(0, count - MostInAMinute);
                (since, count) = (now, 0);
            }

            _counts[(seam, plugin)] = (since, count + 1);
            return count < MostInAMinute;
        }
    }
}
