using System.Text.RegularExpressions;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using Xunit.Sdk;

namespace ActiveResponse.Tests.Responders.Firewall.Iptables;

/// <summary>A lab with iptables of one variant, and a lock file of its own; deleted with it.</summary>
internal sealed class IptablesLab : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ar-iptables-").FullName;

    private IptablesLab(NetworkLab net, IptablesVariant variant)
    {
        Net = net;
        Variant = variant;
        // Longer than by default: several tests may share a busy machine.
        var wait = TimeSpan.FromMinutes(2);
        Options = new IptablesOptions
        {
            Variant = variant,
            LockFile = LockFile,
            Wait = wait,
        };
        Ipset = new IpsetOptions
        {
            Variant = variant,
            LockFile = LockFile,
            Wait = wait,
        };
    }

    public NetworkLab Net { get; }

    public IptablesVariant Variant { get; }

    public IptablesOptions Options { get; }

    public IpsetOptions Ipset { get; }

    public string LockFile => Path.Combine(_folder, "lock");

    private string Suffix => Variant == IptablesVariant.Nft ? "-nft" : "-legacy";

    public static async Task<IptablesLab> MakeAsync(IptablesVariant variant, Func<Task<NetworkLab>>? build = null, bool withIpset = false)
    {
        var program = variant == IptablesVariant.Nft ? "iptables-nft" : "iptables-legacy";
        Assert.SkipUnless(IsInstalled(program), $"{program} of the package iptables is needed.");
        Assert.SkipWhen(withIpset && !IsInstalled("ipset"), "The package ipset is needed.");
        var net = await (build ?? NetworkLab.SingleAsync)();
        var lab = new IptablesLab(net, variant);
        try
        {
            await lab.RunAsync("iptables", "-S");
            if (withIpset)
            {
                await net.Firewall.ExecAsync("ipset", "list", "-n");
            }

            return lab;
        }
        catch (InvalidOperationException e)
        {
            lab.Dispose();
            throw SkipException.ForSkip($"The kernel has no {program}, or no ipset: {e.Message}");
        }
    }

    /// <summary>Runs iptables or ip6tables of the variant, past what is tested; it must succeed.</summary>
    public Task<string> RunAsync(string program, params string[] arguments) => Net.Firewall.ExecAsync([program + Suffix, .. arguments]);

    /// <summary>The rules of both families, without counters and dates.</summary>
    public async Task<string> RulesAsync() =>
        Regex.Replace(await SaveAsync("iptables") + await SaveAsync("ip6tables"), @"^#.*\n| \[\d+:\d+\]", "", RegexOptions.Multiline);

    public async Task<string[]> RulesOfAsync(string chain, string program = "iptables") =>
        [
            .. (await SaveAsync(program))
                .Split('\n')
                .Where(line => line.StartsWith($"-A {chain} ", StringComparison.Ordinal))
                .Select(line => line[(chain.Length + 4)..]),
        ];

    /// <summary>How many packets the rules of a chain have seen, but for those that let packets pass.</summary>
    public async Task<long> CountAsync(string chain)
    {
        var text = await SaveAsync("iptables", "-c") + await SaveAsync("ip6tables", "-c");
        return Regex
            .Matches(text, $@"^\[(\d+):\d+\] -A {chain} .*-j DROP$", RegexOptions.Multiline)
            .Sum(static match => long.Parse(match.Groups[1].Value));
    }

    /// <summary>Destroys a set; the kernel lets go of it a little after the rule is gone.</summary>
    public async Task DestroyAsync(string set)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        while (true)
        {
            try
            {
                await Net.Firewall.ExecAsync("ipset", "destroy", set);
                return;
            }
            catch (InvalidOperationException e)
                when (e.Message.Contains("in use", StringComparison.Ordinal) && !patience.IsCancellationRequested)
            {
                // Not yet.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Net.Dispose();
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>A runner's command with an address in its input made one that the program refuses.</summary>
    public static CommandInvocation Spoil(CommandInvocation command, string bad) =>
        command.StandardInput.IsEmpty
            ? command
            : command with
            {
                StandardInput = System.Text.Encoding.ASCII.GetBytes(
                    Regex.Replace(
                        System.Text.Encoding.ASCII.GetString(command.StandardInput.Span),
                        $@"(?<![0-9.]){Regex.Escape(bad)}(/32)?(?![0-9./])",
                        "192.0.2.1/99"
                    )
                ),
            };

    public static bool IsInstalled(string program) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, program)));

    private Task<string> SaveAsync(string program, params string[] more) =>
        Net.Firewall.ExecAsync([program + Suffix + "-save", "-t", "filter", .. more]);
}
