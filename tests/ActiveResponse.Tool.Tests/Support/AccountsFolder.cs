using System.Diagnostics;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A copy of /etc with an account in it that a tool started in a mount namespace of its own finds in the place of the real
/// one.</summary>
internal sealed class AccountsFolder : IDisposable
{
    public const string Hash = "$6$salt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";

    private readonly Folder _folder = new();

    public AccountsFolder(string account)
    {
        try
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounts of one's own take root on Linux.");
            Assert.SkipUnless(
                File.Exists("/usr/bin/passwd") && File.Exists("/usr/bin/unshare"),
                "The packages passwd and util-linux are needed."
            );
            using var copy = Process.Start("cp", ["-a", "/etc", _folder.File("etc")]);
            copy.WaitForExit();
            Assert.SkipWhen(copy.ExitCode != 0, "/etc can't be copied.");

            // Root in a container may be denied it.
            using var trial = Process.Start(Within[0], [.. Within[1..], "true"]);
            trial.WaitForExit();
            Assert.SkipWhen(trial.ExitCode != 0, "Nothing can be mounted here.");
            File.AppendAllText(_folder.File("etc/passwd"), $"{account}:x:1500:1500::/home/{account}:/bin/sh\n");
            File.AppendAllText(Shadow, $"{account}:{Hash}:20000:0:99999:7:::\n");
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>What to start a program with; it doesn't start unless the copy is in place.</summary>
    public string[] Within =>
        [
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            "mount --bind \"$1\" /etc && shift && exec \"$@\"",
            "sh",
            _folder.File("etc"),
        ];

    private string Shadow => _folder.File("etc/shadow");

    /// <summary>What stands in the place of an account's hash.</summary>
    public string HashOf(string account) =>
        File.ReadLines(Shadow).Single(line => line.StartsWith(account + ":", StringComparison.Ordinal)).Split(':')[1];

    public void Dispose() => _folder.Dispose();
}
