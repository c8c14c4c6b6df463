namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Looks whether the deny file can be written, and says what its reach is.</summary>
internal static class HostsDenyProbe
{
    public const string NotLinux = "TCP wrappers are supported on Linux only. Use the packet filter of this system.";

    private const string Reach = "Only services linked with libwrap obey it, at their next connection (ldd SERVICE | grep libwrap), and ";

    public static FirewallProbe Run(string path, HostsDenyForm form = HostsDenyForm.DenyFile)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FirewallProbe(IsUsable: false, NotLinux);
        }

        try
        {
            var paths = HostsDenyPaths.Resolve(path);
            return Look(paths) is { } why
                ? new FirewallProbe(IsUsable: false, why)
                : new FirewallProbe(IsUsable: true, $"{paths.File} can be written. {Reach}{ReachOf(form)}{Warning(paths.File)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }

    private static string ReachOf(HostsDenyForm form) =>
        form == HostsDenyForm.AllowFileDeny ? "libwrap must know hosts_options(5)." : "hosts.allow wins over it.";

    private static string? Look(HostsDenyPaths paths)
    {
        if (LinuxFile.TryStatus(paths.File) is not { } status)
        {
            return Refusal($"{paths.File} is missing and can't be made", LinuxFile.CheckWritable(paths.Folder));
        }

        return status.IsRegularFile
            ? Refusal($"{paths.File} can't be written", LinuxFile.CheckWritable(paths.File))
            : $"{paths.File} is no regular file. Set the path of one.";
    }

    // Seen with libwrap 7.6.q of Debian 12, for a comment too. It isn't ours to mend: that would change bytes of others.
    private static string Warning(string path)
    {
        using var file = LinuxFile.TryOpen(path, LinuxNative.ReadOnly, out _);
        Span<byte> last = [(byte)'\n'];
        if (file is not null && RandomAccess.GetLength(file) is > 0 and var length)
        {
            _ = RandomAccess.Read(file, last, length - 1);
        }

        return last[0] == '\n' ? string.Empty : " Its last line has no newline, for which libwrap denies everybody: end it with one.";
    }

    private static string? Refusal(string what, int error) => error == 0 ? null : $"{what}: {LinuxError.Explain(error)}";
}
