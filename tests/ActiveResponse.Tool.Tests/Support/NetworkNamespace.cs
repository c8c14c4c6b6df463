using System.Diagnostics;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A network namespace with a packet filter of its own, deleted when the test ends.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    public NetworkNamespace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Network namespaces take root on Linux.");
        Assert.SkipUnless(
            File.Exists("/usr/sbin/nft") && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip")),
            "The packages nftables and iproute2 are needed."
        );
        Assert.SkipWhen(Run("ip", "netns", "add", Name).ExitCode != 0, "No network namespace can be made here.");
    }

    public string Name { get; } = $"ar{Guid.NewGuid().ToString("N")[..8]}";

    public string Ruleset => Run("ip", "netns", "exec", Name, "nft", "list", "ruleset").Output;

    /// <summary>All that the packet filter has, as nft writes it in JSON.</summary>
    public string RulesetJson => Run("ip", "netns", "exec", Name, "nft", "-j", "list", "ruleset").Output;

    /// <summary>Runs a command of nft.</summary>
    public void Nft(string command) => Run("ip", "netns", "exec", Name, "nft", command).ExitCode.Should().Be(0, command);

    /// <summary>Changes its links, addresses or routes.</summary>
    public void Ip(params string[] arguments) => Run("ip", ["-n", Name, .. arguments]).ExitCode.Should().Be(0, string.Join(' ', arguments));

    public void Dispose() => Run("ip", "netns", "delete", Name);

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
