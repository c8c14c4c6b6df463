using System.Globalization;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Support;

/// <summary>The kernel's queues of file notifications that this process holds.</summary>
internal static class InotifyQueues
{
    /// <summary>How many events one queue holds before the kernel drops others.</summary>
    public static int MaxEvents =>
        int.Parse(
            File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"),
            NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture
        );

    /// <summary>How many of them watch a folder.</summary>
    public static int Of(string folder)
    {
        var id = FileIdentity.OfPath(folder)!;
        var inode = ulong.Parse(id[..id.IndexOf('@', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        var watch = string.Create(CultureInfo.InvariantCulture, $" ino:{inode:x} ");
        return Directory.GetFiles("/proc/self/fdinfo").Count(path => Text(path).Contains(watch, StringComparison.Ordinal));
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return "";
        }
    }
}
