using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Checks whether the deny file can be written, and describes its reach.</summary>
internal static class HostsDenyProbe
{
    public const string NotLinux = "TCP wrappers are supported on Linux only. Use the packet filter of this system.";

    private const string Reach = "Only services linked with libwrap obey it, at their next connection (ldd SERVICE | grep libwrap), and ";

    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">The file can't be written.</exception>
    public static string Run(IFileSystem files, INativeFiles native, string path, HostsDenyForm form)
    {
        try
        {
            if (native.WhyNotEditable(path) is { } why)
            {
                throw new FirewallException(why);
            }

            var file = FileLinks.Resolve(files, path);
            return $"{file} can be written. {Reach}{ReachOf(form)}{Warning(files, file)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FirewallException(e.Message);
        }
    }

    private static string ReachOf(HostsDenyForm form) =>
        form == HostsDenyForm.AllowFileDeny ? "libwrap must know hosts_options(5)." : "hosts.allow overrides it.";

    // Seen with libwrap 7.6.q of Debian 12, for comments too. Not repaired: that would change bytes of others.
    private static string Warning(IFileSystem files, string path)
    {
        if (!files.File.Exists(path))
        {
            return string.Empty;
        }

        using var file = files.FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
        {
            return string.Empty;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n' ? string.Empty : " Its last line has no newline, for which libwrap denies everyone: add one.";
    }
}
