using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;

namespace ActiveResponse.Benchmarks.Firewall;

/// <summary>Blocks and lists addresses with both forms of firewalld and with firewall-cmd alone, in turns, on a firewalld of its own. As
/// root.</summary>
internal static class FirewalldBenchmark
{
    private const int Rounds = 3;
    private const int RulesOfOneCall = 500;
    private const string Inside = "--inside";

    private static readonly CommandLimits Patient = new() { StopAfter = TimeSpan.FromMinutes(30) };

    // Long: one measurement from set-up to output.
    public static async Task<int> RunAsync(string[] args)
    {
        var runner = new CommandRunner(TimeProvider.System);
        if (!args.Contains(Inside))
        {
            var self = Environment.ProcessPath!;
            string[] program =
                Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, typeof(FirewalldBenchmark).Assembly.Location] : [self];
            var again = await runner.RunAsync(
                new CommandInvocation("unshare", ["-n", .. program, "firewalld", .. args, Inside]) { Limits = Patient },
                CancellationToken.None
            );
            Console.Write(again.OutputText);
            await Console.Error.WriteAsync(again.ErrorText + again.Detail);
            return again.ExitCode ?? 1;
        }

        // Never in the namespace of the host.
        if (new FileInfo("/proc/self/ns/net").LinkTarget == new FileInfo("/proc/1/ns/net").LinkTarget)
        {
            return 1;
        }

        var folder = Directory.CreateTempSubdirectory("firewalld-benchmark-").FullName;
        using var end = new CancellationTokenSource();
        List<Task> daemons = [];
        try
        {
            var bus = $"unix:path={folder}/bus";
            var onBus = new OnBus(runner, bus);
            await File.WriteAllTextAsync(
                $"{folder}/bus.conf",
                $"""
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig><type>custom</type><listen>{bus}</listen><auth>EXTERNAL</auth>
                <policy context="default"><allow user="*"/><allow send_destination="*"/>
                <allow receive_sender="*"/><allow own="*"/></policy></busconfig>
                """,
                end.Token
            );
            Directory.CreateDirectory($"{folder}/etc");
            daemons.Add(
                onBus
                    .RunAsync(
                        new CommandInvocation("dbus-daemon", $"--config-file={folder}/bus.conf", "--nofork", "--nopidfile")
                        {
                            Limits = Patient,
                        },
                        end.Token
                    )
                    .AsTask()
            );
            while (!File.Exists($"{folder}/bus"))
            {
                await Task.Yield();
            }

            daemons.Add(
                onBus
                    .RunAsync(
                        new CommandInvocation(
                            "firewalld",
                            "--nofork",
                            "--nopid",
                            "--system-config",
                            $"{folder}/etc",
                            "--log-file",
                            $"{folder}/log"
                        )
                        {
                            Limits = Patient,
                        },
                        end.Token
                    )
                    .AsTask()
            );
            while (!(await onBus.RunAsync(new CommandInvocation("firewall-cmd", "--state"), end.Token)).IsSuccess)
            {
                await Task.Yield();
            }

            var options = new FirewalldIpsetOptions { LockFile = $"{folder}/lock", Reload = FirewalldReload.Always };
            Console.WriteLine($"Median of {Rounds} rounds in turns, milliseconds; the ratio is that of the medians.");
            Console.WriteLine();
            Console.WriteLine(
                "| form | entries | apply, firewall-cmd | apply, library | ratio | list, firewall-cmd | list, library | ratio |"
            );
            Console.WriteLine("|--|--|--|--|--|--|--|--|");
            var sets = new FirewalldIpsetBackend(options, onBus, TimeProvider.System);
            await sets.ApplyAsync([new FirewallEntry(Prefix("203.0.113.9"), null)], [], end.Token);
            await sets.ApplyAsync([], [Prefix("203.0.113.9")], end.Token);
            await CompareAsync(
                "sets",
                10_000,
                sets,
                onBus,
                static addresses => [Command(["--ipset=active-response4", "--add-entries-from-file=/dev/stdin"], addresses)],
                static addresses => [Command(["--ipset=active-response4", "--remove-entries-from-file=/dev/stdin"], addresses)],
                Command(["--ipset=active-response4", "--get-entries"], [])
            );
            await CompareAsync(
                "rich rules",
                1_000,
                new FirewalldBackend(new FirewalldOptions(), onBus),
                onBus,
                static addresses =>
                    [
                        .. addresses
                            .Chunk(RulesOfOneCall)
                            .Select(static part => Command([.. part.Select(static address => $"--add-rich-rule={Rule(address)}")], [])),
                    ],
                static addresses =>
                    [
                        .. addresses
                            .Chunk(RulesOfOneCall)
                            .Select(static part => Command([.. part.Select(static address => $"--remove-rich-rule={Rule(address)}")], [])),
                    ],
                Command(["--list-rich-rules"], [])
            );
            return 0;
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(daemons.Select(static daemon => daemon.ContinueWith(static _ => { }, TaskScheduler.Default)));
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(
        string form,
        int count,
        IFirewallBackend backend,
        ICommandRunner runner,
        Func<AddressPrefix[], CommandInvocation[]> add,
        Func<AddressPrefix[], CommandInvocation[]> remove,
        CommandInvocation list
    )
    {
        var addresses = Enumerable
            .Range(0, count)
            .Select(static i => Prefix(string.Create(CultureInfo.InvariantCulture, $"198.18.{i >> 8}.{i & 255}")))
            .ToArray();
        FirewallEntry[] entries = [.. addresses.Select(static address => new FirewallEntry(address, null))];
        List<double> rawApply = [],
            rawList = [],
            ourApply = [],
            ourList = [];
        for (var round = 0; round < Rounds; round++)
        {
            await TimeAsync(rawApply, () => AllAsync(runner, add(addresses)));
            await TimeAsync(rawList, () => AllAsync(runner, [list]));
            await AllAsync(runner, remove(addresses));
            await TimeAsync(
                ourApply,
                async () => Require((await backend.ApplyAsync(entries, [], CancellationToken.None)).Adds.All(static one => one.IsSuccess))
            );
            await TimeAsync(ourList, async () => Require((await backend.ListAsync(CancellationToken.None)).Count == count));
            Require((await backend.ApplyAsync([], addresses, CancellationToken.None)).Removes.All(static one => one.IsSuccess));
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {form} | {count:N0} | {Median(rawApply):F0} | {Median(ourApply):F0} | "
                    + $"{Median(ourApply) / Median(rawApply):F2} | {Median(rawList):F0} | {Median(ourList):F0} | "
                    + $"{Median(ourList) / Median(rawList):F2} |"
            )
        );
    }

    private static string Rule(AddressPrefix address) => $"rule family='ipv4' source address='{address}' drop";

    private static CommandInvocation Command(string[] arguments, AddressPrefix[] input) =>
        new("firewall-cmd", arguments)
        {
            StandardInput = Encoding.ASCII.GetBytes(string.Concat(input.Select(static address => $"{address}\n"))),
            MaxCapturedBytes = 1 << 26,
            Limits = Patient,
        };

    private static async Task AllAsync(ICommandRunner runner, CommandInvocation[] commands)
    {
        foreach (var command in commands)
        {
            Require((await runner.RunAsync(command, CancellationToken.None)).IsSuccess);
        }
    }

    private static async Task TimeAsync(List<double> times, Func<Task> what)
    {
        var start = TimeProvider.System.GetTimestamp();
        await what();
        times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
    }

    private static void Require(bool condition) =>
        _ = condition ? 0 : throw new InvalidOperationException("a run didn't do what it should");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static AddressPrefix Prefix(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    private sealed class OnBus(CommandRunner runner, string bus) : ICommandRunner
    {
        public ValueTask<CommandResult> RunAsync(CommandInvocation command, CancellationToken cancellationToken) =>
            runner.RunAsync(
                command with
                {
                    Environment = ImmutableDictionary<string, string>.Empty.Add("DBUS_SYSTEM_BUS_ADDRESS", bus),
                },
                cancellationToken
            );

        public ValueTask<CommandResult> ConverseAsync(
            CommandInvocation command,
            CommandDialogue dialogue,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
