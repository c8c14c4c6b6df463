using ActiveResponse.Processes;
using Xunit.Sdk;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>A network namespace and a folder for an agent that is killed again and again; both gone when the test ends.</summary>
internal sealed class CrashLab : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crash-");

    private CrashLab(string space) => Space = space;

    public string Space { get; }

    public string Folder => _folder.FullName;

    public string Alerts => Path.Combine(Folder, "alerts.json");

    public string DenyFile => Path.Combine(Folder, "hosts.deny");

    public static async Task<CrashLab> MakeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Network namespaces take root on Linux.");
        var missing = new[] { "ip", "nft", "iptables", "ip6tables" }.FirstOrDefault(static program => !IsInstalled(program));
        Assert.SkipWhen(missing is not null, $"The program {missing} is needed (packages iproute2, nftables and iptables).");
        var lab = new CrashLab($"arcrash{Guid.NewGuid().ToString("N")[..8]}");
        try
        {
            await RunAsync("ip", "netns", "add", lab.Space);
            await RunAsync("ip", "-n", lab.Space, "link", "set", "lo", "up");
        }
        catch (InvalidOperationException e)
        {
            lab.Dispose();
            throw SkipException.ForSkip($"No network namespace can be made here: {e.Message}");
        }

        File.WriteAllText(Path.Combine(lab.Folder, "ossec.conf"), CrashConfig.OssecConf);
        File.WriteAllText(lab.DenyFile, "# the administrator's own\nsshd : 192.0.2.77\n");
        File.WriteAllText(lab.Alerts, "");
        return lab;
    }

    public Task<string> ExecAsync(params string[] command) => RunAsync("ip", ["netns", "exec", Space, .. command]);

    /// <summary>What a reboot leaves of the packet filters: nothing.</summary>
    public async Task RebootAsync()
    {
        await ExecAsync("nft", "flush", "ruleset");
        foreach (var program in new[] { "iptables", "ip6tables" })
        {
            await ExecAsync("sh", "-c", $"{program} -F && {program} -X");
        }
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        if (File.Exists("/run/netns/" + Space))
        {
            RunAsync("ip", "netns", "delete", Space).GetAwaiter().GetResult();
        }
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandInvocation(program, arguments) { MaxCapturedBytes = 1 << 24 },
            CancellationToken.None
        );
        return result.IsSuccess
            ? result.OutputText
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {result.ErrorText}{result.Detail}");
    }

    public static bool IsInstalled(string program) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, program)));
}
