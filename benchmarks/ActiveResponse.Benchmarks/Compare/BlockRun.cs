using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Responders.Scripts;
using ActiveResponse.Sqlite;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>Blocks in the kernel: one after the other, and many at once; the library, the programs alone, and the peers.</summary>
internal sealed partial class BlockRun(CompareSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromHours(1);
    private readonly List<EngineHost> _hosts = [];
    private readonly Fail2Ban? _fail2Ban = Fail2Ban.Find(settings.Fail2Ban, settings.Folder("fail2ban"));
    private int _next;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        List<string> text = [];
        await RawProgram.RunAsync(
            "nft",
            ["-f", "-"],
            """
            add table inet compared
            add set inet compared hosts { type ipv4_addr; flags timeout; }
            add chain inet compared input { type filter hook input priority -10; policy accept; }
            add rule inet compared input ip saddr @hosts drop

            """
        );
        await RawProgram.RunAsync("ipset", ["create", "compared", "hash:ip", "timeout", "0"]);
        text.AddRange(await OneByOneAsync());
        await DisposeAsync();
        text.AddRange(await FromTheFileAsync());
        await DisposeAsync();
        text.AddRange(await BatchesAsync());
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _hosts.Clear();
    }

    // Long: one measurement from set-up to output.
    private async Task<IReadOnlyList<string>> OneByOneAsync()
    {
        var count = settings.Quick ? 5 : 20;
        (string Name, string Raw, string Ours, Contestant RawOne, Contestant OursOne)[] pairs =
        [
            Pair(
                "nftables",
                "`nft add element`",
                await ByHandAsync("nftables"),
                count,
                static a => ("nft", ["add", "element", "inet", "compared", "hosts", $"{{ {a} timeout 3600s }}"]),
                static a => ("nft", ["delete", "element", "inet", "compared", "hosts", $"{{ {a} }}"])
            ),
            Pair(
                "ipset",
                "`ipset add`",
                await ByHandAsync("ipset"),
                count,
                static a => ("ipset", ["add", "compared", a, "timeout", "3600"]),
                static a => ("ipset", ["del", "compared", a])
            ),
            Pair(
                "iptables",
                "`iptables -I`",
                await ByHandAsync("iptables"),
                count,
                static a => ("iptables", ["-w", "-I", "INPUT", "-s", a, "-j", "DROP"]),
                static a => ("iptables", ["-w", "-D", "INPUT", "-s", a, "-j", "DROP"])
            ),
            Pair(
                "a script",
                "the script alone",
                await ByScriptAsync(),
                count,
                a => (Script, ["add", "-", a]),
                a => (Script, ["delete", "-", a])
            ),
        ];
        List<Contestant> all = [.. pairs.SelectMany(static pair => new[] { pair.RawOne, pair.OursOne })];
        if (_fail2Ban is not null)
        {
            await _fail2Ban.StartAsync();
            all.Add(new Contestant("fail2ban", _ => Fail2BanAsync(count)));
        }

        var figures = await Rounds.RunAsync(settings.Quick ? 1 : 5, [.. all]);
        List<string> text =
        [
            "### One block after the other",
            "",
            Rounds.Text($"{count} blocks in a round, each awaited; then all are lifted. Milliseconds for one, the median."),
            "*Library*: from an alert, through a whole engine with guards and SQLite store, to its outcome; an awaited `LiftAsync`.",
            "",
            "| how | block, raw | block, library | ratio | unblock, raw | unblock, library | ratio |",
            "|--|--|--|--|--|--|--|",
        ];
        for (var i = 0; i < pairs.Length; i++)
        {
            var (raw, ours) = (figures[2 * i], figures[(2 * i) + 1]);
            text.Add(
                Rounds.Text(
                    $"| {pairs[i].Name}; raw: {pairs[i].Raw} | {raw.Median():0.00} | {ours.Median():0.00} | ",
                    $"{Rounds.Ratio(ours, raw):0.00} | {raw.Median(1):0.00} | {ours.Median(1):0.00} | ",
                    $"{Rounds.Ratio(ours, raw, 1):0.00} |"
                )
            );
        }

        if (_fail2Ban is not null)
        {
            var (peer, ours) = (figures[^1], figures[1]);
            text.Add(
                Rounds.Text(
                    $"| fail2ban with nftables, all in one call, against ours with nftables | {peer.Median():0.00} | ",
                    $"{ours.Median():0.00} | {Rounds.Ratio(ours, peer):0.00} | {peer.Median(1):0.00} | {ours.Median(1):0.00} ",
                    $"| {Rounds.Ratio(ours, peer, 1):0.00} |"
                )
            );
        }

        return [.. text, ""];
    }

    private string Script { get; } = settings.Copy(Path.Combine(AppContext.BaseDirectory, "Compare", "firewall-drop.sh"), "scripts");

    private List<string> Take(int count) => [.. Enumerable.Range((_next += count) - count, count).Select(Load.Address)];

    private (string, string, string, Contestant, Contestant) Pair(
        string name,
        string raw,
        Contestant ours,
        int count,
        Func<string, (string, string[])> add,
        Func<string, (string, string[])> remove
    ) =>
        (
            name,
            raw,
            name,
            new Contestant(
                raw,
                async _ =>
                {
                    var addresses = Take(count);
                    var times = new List<double>();
                    foreach (var address in addresses)
                    {
                        var (program, arguments) = add(address);
                        times.Add(await Rounds.TimeAsync(() => RawProgram.RunAsync(program, arguments)));
                    }

                    var unblock = await Rounds.TimeAsync(async () =>
                    {
                        foreach (var address in addresses)
                        {
                            var (program, arguments) = remove(address);
                            await RawProgram.RunAsync(program, arguments);
                        }
                    });
                    return [times.Median(), unblock / count];
                }
            ),
            ours
        );

    private async Task<Contestant> ByHandAsync(string firewall)
    {
        var host = await StartAsync(firewall, "one");
        return new Contestant(firewall, _ => OursAsync(host, settings.Quick ? 5 : 20));
    }

    private async Task<Contestant> ByScriptAsync()
    {
        // Scripts of OSSEC are told the fields that <expect> names.
        var config = Load.Config(1, Timeout, "firewall-drop.sh");
        var command = config.Commands[0] with { Expect = ExpectedFields.SourceAddress };
        var host = await EngineHost.StartAsync(
            config with
            {
                Dialect = ConfigDialect.Ossec,
                Commands = [command],
                Responses = [config.Responses[0] with { Command = command }],
            },
            builder =>
                builder.UseScripts(Path.GetDirectoryName(Script)!, ScriptProtocol.OssecArgv).UseSqliteStore(settings.File("script.db"))
        );
        _hosts.Add(host);
        return new Contestant("script", _ => OursAsync(host, settings.Quick ? 5 : 20));
    }

    private async Task<EngineHost> StartAsync(string firewall, string what, int responses = 50)
    {
        var host = await EngineHost.StartAsync(
            Load.Config(responses, Timeout),
            builder =>
                builder
                    .AddFirewallDrop(new FirewallDropOptions { Use = [firewall], BatchDeadline = TimeSpan.FromMinutes(2) })
                    .UseSqliteStore(settings.File($"{firewall}-{what}.db"))
        );
        _hosts.Add(host);
        return host;
    }

    private async Task<double[]> OursAsync(EngineHost host, int count)
    {
        var parser = new AlertParser();
        var times = new List<double>();
        foreach (var address in Take(count))
        {
            _ = parser.TryRead(Encoding.UTF8.GetBytes(Load.Line(_next, Load.FiringRule, address)), out var alert, out _);
            times.Add(
                await Rounds.TimeAsync(async () =>
                {
                    var done = host.ReachAsync(host.Done + 1);
                    _ = await host.Engine.HandleAsync(alert!);
                    await done;
                })
            );
        }

        var unblock = await Rounds.TimeAsync(() => host.Engine.LiftAllAsync());
        return [times.Median(), unblock / count];
    }

    private async Task<double[]> Fail2BanAsync(int count)
    {
        var addresses = Take(count).ToList();
        var block = await Rounds.TimeAsync(async () =>
        {
            await _fail2Ban!.BanAsync(addresses);
            await Fail2Ban.InKernelAsync(count);
        });
        var unblock = await Rounds.TimeAsync(async () =>
        {
            await _fail2Ban!.UnbanAsync(addresses);
            await Fail2Ban.InKernelAsync(0);
        });
        return [block / count, unblock / count];
    }
}
