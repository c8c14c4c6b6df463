namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Looks whether the deny file can be written, and says what its reach is.</summary>
internal static class HostsDenyProbe
{
    public const string NotLinux = "TCP wrappers are supported on Linux only. Use the packet filter of this system.";

    private const string Reach =
        "Only services linked with libwrap obey it, at their next connection (ldd SERVICE | grep libwrap), and hosts.allow wins over it.";

    public static FirewallProbe Run(string path)
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
                : new FirewallProbe(IsUsable: true, $"{paths.File} can be written. {Reach}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FirewallProbe(IsUsable: false, e.Message);
        }
    }

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

    private static string? Refusal(string what, int error) => error == 0 ? null : $"{what}: {LinuxError.Explain(error)}";
}
