using System.Net;
using System.Net.Sockets;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Xdp;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>What a blocked packet costs, by firewall and number of entries, and what a packet pays that passes.</summary>
internal sealed class PacketRun(CompareSettings settings)
{
    private const int Few = 10;
    private const int Many = 1_000_000;

    private readonly ReceivingProcessor _processor = new(settings.Quick ? 0.02 : 0.1);
    private readonly List<(string Name, int Entries, double[] Figures)> _found = [];

    private int Turns => settings.Quick ? 1 : 3;

    private int Examined => settings.Quick ? 10_000 : 2_000_000;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await RawProgram.RunAsync("ip", ["address", "add", "192.0.2.1/32", "dev", "lo"]);
        using var never = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4096 };
        never.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9));
        var quiet = Enumerable.Range(0, Turns).Select(_ => _processor.Connection(null)).Median();
        await StackAsync("nothing: a full socket drops them", 0, "", "");
        foreach (var rules in (int[])[1_000, 10_000])
        {
            await StackAsync("iptables, a chain of rules", rules, "iptables-restore", Chain(rules));
        }

        await RawProgram.RunAsync("ipset", ["restore"], Ipset(10_000));
        await StackAsync("ipset", 10_000, "iptables-restore", "*filter\n-A INPUT -m set --match-set packets src -j DROP\nCOMMIT\n");
        await RawProgram.RunAsync("ipset", ["destroy", "packets"]);
        await StackAsync("nftables, a set", 10_000, "nft", NftablesSet(10_000));
        if (!settings.Quick)
        {
            await StackAsync("nftables, a set", Many, "nft", NftablesSet(Many));
        }

        using (var none = new LivePackets(XdpProgram.Drop, LivePackets.MostSources))
        {
            Measure("a program that drops all", 0, none);
        }

        double[] costs = [Xdp(Few), Xdp(10_000), Xdp(Many)];
        return Text(quiet, costs);
    }

    private string[] Text(double quiet, double[] costs)
    {
        var set = _found.First(static one => one.Name.StartsWith("nftables", StringComparison.Ordinal)).Figures[0];
        return
        [
            "### Packets of blocked sources",
            "",
            "One processor receives packets of UDP, 60 bytes, from sources at random among those blocked, 65,536 of them at most.",
            "The kernel makes them and hands them over as a driver does in native mode; *a program that drops all* shows what that",
            "alone costs. In the last column a TCP connection, sender and receiver, has what is left of the processor by",
            Rounds.Text($"{ReceivingProcessor.Flood:N0} such packets a second; alone it has {quiet:N0} MB/s. Seconds are those of the"),
            "measuring thread; medians of the rounds.",
            "",
            "| blocked by | entries | packets/s | ns for one | to the nftables set | connection, MB/s |",
            "|--|--|--|--|--|--|",
            .. _found.Select(one =>
                Rounds.Text(
                    $"| {one.Name} | {one.Entries:N0} | {one.Figures[0]:N0} | {1e9 / one.Figures[0]:N0} | ",
                    $"{one.Figures[0] / set:0.00} | {one.Figures[1]:N0} |"
                )
            ),
            "",
            "A packet that passes, from a source at random, pays for XDP's look-up, over a program that lets all pass:",
            Rounds.Text(
                $"{costs[0]:0} ns with {Few:N0} entries, {costs[1]:0} ns with 10,000, {costs[2]:0} ns with {Many:N0}. ",
                $"What grows is the time to fetch"
            ),
            "slot and entry from memory.",
            "",
        ];
    }

    private async Task StackAsync(string name, int entries, string program, string input)
    {
        if (program.Length > 0)
        {
            await RawProgram.RunAsync(program, program == "nft" ? ["-f", "-"] : ["-n"], input);
        }

        using var packets = new LivePackets(XdpProgram.Pass, Math.Max(entries, 1));
        Measure(name, entries, packets);
        await RawProgram.RunAsync("iptables", ["-F"]);
        await RawProgram.RunAsync("nft", ["flush", "ruleset"]);
    }

    private double Xdp(int entries)
    {
        using var maps = XdpMaps.Create(Math.Max(entries, 16));
        Fill(maps, entries, first: 0);
        using (var packets = new LivePackets(maps, entries))
        {
            Measure("XDP", entries, packets);
        }

        // None of these is blocked: they are beyond those that are drawn.
        using var others = XdpMaps.Create(Math.Max(entries, 16));
        Fill(others, entries, first: LivePackets.MostSources);
        using var examined = new LivePackets(others, LivePackets.MostSources);
        using var passed = new LivePackets(XdpProgram.Pass, LivePackets.MostSources);
        return Enumerable.Range(0, Turns).Select(_ => _processor.Cost(examined, Examined) - _processor.Cost(passed, Examined)).Median();
    }

    private void Measure(string name, int entries, LivePackets packets)
    {
        var rate = Enumerable.Range(0, Turns).Select(_ => _processor.Rate(packets)).Median();
        var connection = Enumerable.Range(0, Turns).Select(_ => _processor.Connection(packets)).Median();
        _found.Add((name, entries, [rate, connection]));
        Console.Error.Write('.');
    }

    private static void Fill(XdpMaps maps, int entries, int first)
    {
        var changes = Enumerable
            .Range(first, entries)
            .Select(static number => AddressPrefix.From(new IPAddress(LivePackets.SourceOf(number))))
            .Select(static address => new FirewallChange(new FirewallEntry(address, null), Blocks: true))
            .ToList();
        var results = new XdpChanges(maps, DateTimeOffset.UnixEpoch, CancellationToken.None).Run(changes);
        if (!Array.TrueForAll(results, static result => result.IsSuccess))
        {
            throw new InvalidOperationException(Array.Find(results, static result => !result.IsSuccess)!.Detail);
        }
    }

    private static string Chain(int rules) => Join(rules, "*filter\n", static address => $"-A INPUT -s {address} -j DROP\n", "COMMIT\n");

    private static string Ipset(int entries) => Join(entries, "create packets hash:ip\n", static address => $"add packets {address}\n", "");

    private static string NftablesSet(int entries) =>
        Join(
            entries,
            "add table inet packets\nadd set inet packets hosts { type ipv4_addr; flags timeout; }\n"
                + "add chain inet packets input { type filter hook input priority -10; policy accept; }\n"
                + "add rule inet packets input ip saddr @hosts drop\nadd element inet packets hosts { ",
            static address => $"{address} timeout 1h, ",
            "}\n"
        );

    private static string Join(int count, string before, Func<IPAddress, string> line, string after)
    {
        var text = new StringBuilder(before);
        for (var number = 0; number < count; number++)
        {
            text.Append(line(new IPAddress(LivePackets.SourceOf(number))));
        }

        return text.Append(after).ToString();
    }
}
