using System.Diagnostics;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>A D-Bus of a test.</summary>
internal sealed class PrivateBus : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bus-").FullName;
    private Process? _process;

    public static bool IsInstalled => File.Exists("/usr/bin/dbus-daemon");

    public string Path => System.IO.Path.Combine(_folder, "bus");

    public string Address => $"unix:path={Path}";

    /// <summary>Makes it run, until <see cref="Stop"/>.</summary>
    public async Task StartAsync()
    {
        var configuration = System.IO.Path.Combine(_folder, "bus.conf");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig><type>custom</type><listen>{Address}</listen><auth>EXTERNAL</auth>
            <policy context="default"><allow user="*"/><allow send_destination="*"/>
            <allow receive_sender="*"/><allow own="*"/></policy></busconfig>
            """
        );
        _process = Process.Start(
            new ProcessStartInfo("dbus-daemon", [$"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _process.BeginErrorReadLine();
        (await _process.StandardOutput.ReadLineAsync()).Should().Contain("unix:path=");
    }

    public void Stop()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }
}
