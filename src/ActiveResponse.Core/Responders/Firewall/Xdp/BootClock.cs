using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Ends of blocks on the kernel's clock, which nobody can set: nanoseconds since the start of the system.</summary>
internal static unsafe partial class BootClock
{
    /// <summary>The end of a block that has none.</summary>
    public const ulong Never = ulong.MaxValue;

    private const int BootTime = 7;
    private const long NanosecondsPerTick = 100;

    // 200 years.
    private const long MostTicks = 200 * 366 * TimeSpan.TicksPerDay;

    /// <summary>The time now.</summary>
    public static ulong Now()
    {
        var time = stackalloc nint[2];
        return Get(BootTime, time) == 0
            ? ((ulong)time[0] * 1_000_000_000) + (ulong)time[1]
            : throw new FirewallException("the kernel has no clock of the time since its start.");
    }

    /// <summary>Fails where this process has a clock of its own: in a time namespace, as some containers have.</summary>
    /// <exception cref="FirewallException">It has.</exception>
    public static void RequireKernels()
    {
        const string Offsets = "/proc/self/timens_offsets";
        if (File.Exists(Offsets) && !IsKernels(File.ReadAllText(Offsets)))
        {
            throw new FirewallException("this process has a time namespace, so its clock isn't the kernel's. Run it outside.");
        }
    }

    /// <summary>Whether offsets of a time namespace leave this clock as it is.</summary>
    /// <param name="offsets">A clock, seconds and nanoseconds in a line.</param>
    internal static bool IsKernels(string offsets) =>
        offsets
            .Split('\n')
            .Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .All(static parts => parts is not ["boottime" or "7", .. var rest] || rest.All(static part => part == "0"));

    /// <summary>Converts an end. One that has passed is now.</summary>
    public static ulong Of(DateTimeOffset? until, DateTimeOffset now, ulong bootNow)
    {
        if (until is not { } end)
        {
            return Never;
        }

        var ticks = Math.Clamp((end - now).Ticks, 0, MostTicks);
        return bootNow + (ulong)(ticks * NanosecondsPerTick);
    }

    /// <summary>Converts an end back.</summary>
    public static DateTimeOffset? Until(ulong end, DateTimeOffset now, ulong bootNow)
    {
        if (end == Never)
        {
            return null;
        }

        var ticks = ((long)end - (long)bootNow) / NanosecondsPerTick;
        return ticks > (DateTimeOffset.MaxValue - now).Ticks ? DateTimeOffset.MaxValue : now.AddTicks(ticks);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Get(int clock, nint* time);
}
