using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>The folder of an OSSEC or Wazuh 4 manager with the owners and modes that its installer gives, and queues that somebody
/// reads.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class StockInstallation : IDisposable
{
    /// <summary>The service account: of no name, so that a test needs no account.</summary>
    public const uint Service = 64999;

    private readonly Folder _folder = new();
    private readonly List<Socket> _queues = [];

    private StockInstallation()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give files away");
        Give("", 0, "750");
    }

    public string Home => _folder.File("");

    public string Config => File("etc/ossec.conf");

    public static StockInstallation Wazuh4()
    {
        var made = new StockInstallation();
        made.Make("etc", Service, "770");
        made.Write("etc/ossec.conf", Inputs.Config(600), 0, "660");
        made.MakeRest("750", "770", Service);
        return made;
    }

    public static StockInstallation Ossec()
    {
        var made = new StockInstallation();
        made.Give("", 0, "550");
        made.Make("etc", 0, "550");
        made.Write(
            "etc/ossec.conf",
            Inputs.Config(600).Replace("<timeout_allowed>", "<expect>srcip</expect><timeout_allowed>", StringComparison.Ordinal),
            0,
            "440"
        );
        made.MakeRest("550", "770", Service);
        return made;
    }

    public string File(string name) => _folder.File(name);

    /// <summary>Makes a file with an owner, the service's group and a mode.</summary>
    public void Write(string name, string text, uint owner, string mode)
    {
        _folder.Write(name, text);
        Give(name, owner, mode);
    }

    /// <summary>Gives a file to an owner and the service's group.</summary>
    public void Give(string name, uint owner, string mode)
    {
        Own(File(name), owner, Service).Should().Be(0);
        System.IO.File.SetUnixFileMode(File(name), (UnixFileMode)Convert.ToInt32(mode, 8));
    }

    /// <summary>What came to execd; empty when nothing waits.</summary>
    public string Received()
    {
        var buffer = new byte[65536];
        return _queues[0].Available > 0 ? System.Text.Encoding.UTF8.GetString(buffer, 0, _queues[0].Receive(buffer)) : "";
    }

    public void Dispose()
    {
        _queues.ForEach(static queue => queue.Dispose());
        _folder.Dispose();
    }

    private void MakeRest(string closed, string open, uint service)
    {
        foreach (var name in (string[])["active-response", "active-response/bin", "bin", "queue", "var"])
        {
            Make(name, 0, closed);
        }

        foreach (var name in (string[])["logs", "logs/alerts", "queue/alerts", "var/run", "etc/shared"])
        {
            Make(name, name is "etc/shared" or "var/run" ? 0 : service, open);
        }

        Write("logs/alerts/alerts.json", Inputs.Alert("203.0.113.9"), service, "640");
        Write("active-response/bin/firewall-drop", "#!/bin/sh\nread line\n", 0, "750");
        Write("etc/shared/ar.conf", "firewall-drop600 - firewall-drop - 600\n", 0, "640");
        foreach (var queue in (string[])["execq", "ar"])
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(File("queue/alerts/" + queue)));
            _queues.Add(socket);
        }
    }

    private void Make(string name, uint owner, string mode)
    {
        Directory.CreateDirectory(File(name));
        Give(name, owner, mode);
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Own(string path, uint owner, uint group);
}
