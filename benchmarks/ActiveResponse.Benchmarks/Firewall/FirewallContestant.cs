using System.Globalization;
using System.Text;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Ipset;
using ActiveResponse.Responders.Firewall.Iptables;
using ActiveResponse.Responders.Firewall.Nftables;

namespace ActiveResponse.Benchmarks.Firewall;

/// <summary>A backend, and how its program does the same without the library.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Needs">The programs it takes.</param>
/// <param name="Create">Makes the backend.</param>
/// <param name="RawApply">The runs that block the addresses on a host that has nothing yet.</param>
/// <param name="RawList">The run that lists them.</param>
/// <param name="RawClear">The runs that take away what <paramref name="RawApply"/> made.</param>
internal sealed record FirewallContestant(
    string Name,
    string[] Needs,
    Func<ICommandRunner, IFirewallBackend> Create,
    Func<IReadOnlyList<string>, CommandInvocation[]> RawApply,
    CommandInvocation RawList,
    CommandInvocation[] RawClear
)
{
    // The raw programs get names and comments as long as ours: what is compared is the way, not the text.
    private const string RawSet = "raw_addresses_v4";
    private const string RawChain = "raw_addresses_1";
    private const string RawComment = "raw-addresses_1 until=1893456000";

    /// <summary>All that take part. A new backend is one more line here.</summary>
    public static IReadOnlyList<FirewallContestant> All { get; } =
    [Nftables(), Ipset(), Iptables("nft", IptablesVariant.Nft), Iptables("legacy", IptablesVariant.Legacy)];

    private static string LockFile =>
        Path.Combine(
            Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"active-response-benchmark-{Environment.ProcessId}.lock")
        );

    private static FirewallContestant Nftables() =>
        new(
            "nftables",
            ["nft"],
            static runner => new NftablesBackend(new NftablesOptions(), runner, TimeProvider.System),
            static addresses =>
                [
                    Run(
                        "nft",
                        ["-f", "-"],
                        $$"""
                        add table inet raw
                        add set inet raw hosts { type ipv4_addr; flags timeout; }
                        add chain inet raw input { type filter hook input priority -10; policy accept; }
                        add rule inet raw input ip saddr @hosts drop
                        add chain inet raw forward { type filter hook forward priority -10; policy accept; }
                        add rule inet raw forward ip saddr @hosts drop
                        add element inet raw hosts {
                        {{string.Join(",\n", addresses.Select(static address => address + " timeout 600s"))}}
                        }

                        """
                    ),
                ],
            Run("nft", ["-j", "list", "table", "inet", "raw"]),
            [Run("nft", ["delete", "table", "inet", "raw"])]
        );

    private static FirewallContestant Ipset() =>
        new(
            "ipset",
            ["ipset", "iptables-nft"],
            static runner => new IpsetBackend(
                new IpsetOptions { Variant = IptablesVariant.Nft, LockFile = LockFile },
                runner,
                TimeProvider.System
            ),
            static addresses =>
                [
                    Run(
                        "ipset",
                        ["restore"],
                        $"create {RawSet} hash:net family inet maxelem 1000000 timeout 0 comment\n"
                            + string.Concat(
                                addresses.Select(static address => $"add {RawSet} {address} timeout 600 comment \"{RawComment}\"\n")
                            )
                    ),
                    Run(
                        "iptables-nft-restore",
                        ["--noflush"],
                        $"*filter\n:{RawChain} - [0:0]\n-I INPUT -j {RawChain}\n-I FORWARD -j {RawChain}\n-A {RawChain} -m "
                            + $"set --match-set {RawSet} src -j DROP\nCOMMIT\n"
                    ),
                ],
            Run("ipset", ["save", RawSet]),
            [Run("iptables-nft-restore", [], "*filter\nCOMMIT\n"), Run("ipset", ["destroy", RawSet])]
        );

    private static FirewallContestant Iptables(string name, IptablesVariant variant) =>
        new(
            $"iptables-{name}",
            [$"iptables-{name}"],
            runner => new IptablesBackend(new IptablesOptions { Variant = variant, LockFile = LockFile }, runner, TimeProvider.System),
            addresses =>
                [
                    Run(
                        $"iptables-{name}-restore",
                        ["--noflush"],
                        $"*filter\n:{RawChain} - [0:0]\n-I INPUT -j {RawChain}\n-I FORWARD -j {RawChain}\n"
                            + string.Concat(
                                addresses.Select(static address =>
                                    $"-A {RawChain} -s {address}/32 -m comment --comment \"{RawComment}\" -j DROP\n"
                                )
                            )
                            + "COMMIT\n"
                    ),
                ],
            Run($"iptables-{name}-save", ["-t", "filter"]),
            [Run($"iptables-{name}-restore", [], "*filter\nCOMMIT\n")]
        );

    private static CommandInvocation Run(string program, string[] arguments, string input = "") =>
        new(program, arguments) { StandardInput = Encoding.ASCII.GetBytes(input), MaxCapturedBytes = 1 << 28 };
}
