using System.Globalization;
using ActiveResponse.Benchmarks.Compare;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;

namespace ActiveResponse.Benchmarks.Firewall;

/// <summary>Blocks and lists addresses with firewall-cmd alone, and with the library by firewall-cmd and over D-Bus, in turns, on a
/// firewalld of its own. As root.</summary>
internal static class FirewalldBenchmark
{
    private const int DefaultRounds = 3;
    private const int Singles = 5;
    private const string Inside = "--inside";

    private static readonly string[] Figures = ["apply all", "firewalld's processor time for it", "list", "block one more", "lift it"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!args.Contains(Inside))
        {
            return await AgainInsideAsync(args);
        }

        // Never in the namespace of the host.
        if (new FileInfo("/proc/self/ns/net").LinkTarget == new FileInfo("/proc/1/ns/net").LinkTarget)
        {
            return 1;
        }

        var rounds = args.Where(static arg => arg != Inside)
            .Select(static arg => int.Parse(arg, CultureInfo.InvariantCulture))
            .FirstOrDefault(DefaultRounds);
        await using var host = await FirewalldHost.StartAsync();
        Console.WriteLine($"Median of {rounds} rounds in turns, milliseconds; ratios are to firewall-cmd, medians of the rounds'.");
        Console.WriteLine();
        Console.WriteLine("| form | what | firewall-cmd | library by firewall-cmd | ratio | library over D-Bus | ratio |");
        Console.WriteLine("|--|--|--|--|--|--|--|");
        var options = new FirewalldIpsetOptions { LockFile = $"{host.Folder}/lock", Reload = FirewalldReload.Always };
        using var sets = new FirewalldIpsetBackend(options, host, TimeProvider.System, bus: null);
        await ApplyAsync(sets, [Prefix("203.0.113.9")], []);
        await ApplyAsync(sets, [], [Prefix("203.0.113.9")]);
        using var setsOverBus = new FirewalldIpsetBackend(options, host, TimeProvider.System, BusOf(host));
        await CompareAsync(FirewalldForm.Sets, host, sets, setsOverBus, rounds);
        using var rules = new FirewalldBackend(new FirewalldOptions(), host);
        using var rulesOverBus = new FirewalldBackend(new FirewalldOptions(), host, BusOf(host));
        await CompareAsync(FirewalldForm.RichRules, host, rules, rulesOverBus, rounds);
        return 0;
    }

    private static async Task<int> AgainInsideAsync(string[] args)
    {
        var self = Environment.ProcessPath!;
        string[] program =
            Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, typeof(FirewalldBenchmark).Assembly.Location] : [self];
        var again = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandInvocation("unshare", ["-n", .. program, "firewalld", .. args, Inside]) { Limits = FirewalldHost.Patient },
            CancellationToken.None
        );
        Console.Write(again.OutputText);
        await Console.Error.WriteAsync(again.ErrorText + again.Detail);
        return again.ExitCode ?? 1;
    }

    private static async Task CompareAsync(
        FirewalldForm form,
        FirewalldHost host,
        IFirewallBackend byProgram,
        IFirewallBackend overBus,
        int rounds
    )
    {
        AddressPrefix[] addresses =
        [
            .. Enumerable
                .Range(0, form.Count)
                .Select(static i => Prefix(string.Create(CultureInfo.InvariantCulture, $"198.18.{i >> 8}.{i & 255}"))),
        ];
        var results = await Rounds.RunAsync(
            rounds,
            new Contestant(
                "firewall-cmd",
                _ =>
                    MeasureAsync(
                        host,
                        addresses,
                        (added, removed) => RunAsync(host, added.Length > 0 ? form.Add(added) : form.Remove(removed)),
                        () => RunAsync(host, form.List)
                    )
            ),
            Ours("library by firewall-cmd", byProgram),
            Ours("library over D-Bus", overBus)
        );
        Write(form, results);

        Contestant Ours(string name, IFirewallBackend backend) =>
            new(
                name,
                _ =>
                    MeasureAsync(
                        host,
                        addresses,
                        (added, removed) => ApplyAsync(backend, added, removed),
                        async () => Require((await backend.ListAsync(CancellationToken.None)).Count == addresses.Length)
                    )
            );
    }

    private static void Write(FirewalldForm form, double[][][] results)
    {
        for (var i = 0; i < Figures.Length; i++)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {form.Name}, {form.Count:N0} | {Figures[i]} | {results[0].Median(i):F1} | {results[1].Median(i):F1} | "
                        + $"{Rounds.Ratio(results[1], results[0], i):F2} | {results[2].Median(i):F1} | "
                        + $"{Rounds.Ratio(results[2], results[0], i):F2} |"
                )
            );
        }
    }

    private static async Task<double[]> MeasureAsync(
        FirewalldHost host,
        AddressPrefix[] addresses,
        Func<AddressPrefix[], AddressPrefix[], Task> change,
        Func<Task> list
    )
    {
        var before = host.ProcessorTime();
        var all = await Rounds.TimeAsync(() => change(addresses, []));
        var processor = host.ProcessorTime() - before;
        var listed = await Rounds.TimeAsync(list);
        List<double> blocks = [],
            lifts = [];
        foreach (var one in Enumerable.Range(1, Singles).Select(static i => Prefix($"203.0.113.{i}")))
        {
            blocks.Add(await Rounds.TimeAsync(() => change([one], [])));
            lifts.Add(await Rounds.TimeAsync(() => change([], [one])));
        }

        await change([], addresses);
        return [all, processor, listed, blocks.Median(), lifts.Median()];
    }

    private static FirewalldBus BusOf(FirewalldHost host) => new(() => host.Bus, TimeProvider.System);

    private static async Task ApplyAsync(IFirewallBackend backend, AddressPrefix[] added, AddressPrefix[] removed)
    {
        var result = await backend.ApplyAsync(
            [.. added.Select(static address => new FirewallEntry(address, null))],
            removed,
            CancellationToken.None
        );
        Require(result.Adds.Concat(result.Removes).All(static one => one.IsSuccess));
    }

    private static async Task RunAsync(FirewalldHost host, params CommandInvocation[] commands)
    {
        foreach (var command in commands)
        {
            Require((await host.RunAsync(command, CancellationToken.None)).IsSuccess);
        }
    }

    private static void Require(bool condition) =>
        _ = condition ? 0 : throw new InvalidOperationException("a run didn't do what it should");

    private static AddressPrefix Prefix(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);
}
