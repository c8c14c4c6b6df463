using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Benchmarks.Firewall;

/// <summary>Blocks and lists addresses with each backend and with its program alone, in turns, in a network namespace of its own. As
/// root.</summary>
internal static class FirewallBenchmark
{
    private const int DefaultRounds = 7;
    private const string Inside = "--inside";

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            await Console.Error.WriteLineAsync("Network namespaces take root on Linux.");
            return 1;
        }

        var count = args.Where(static arg => arg != Inside)
            .Select(static arg => int.Parse(arg, CultureInfo.InvariantCulture))
            .FirstOrDefault(10_000);
        if (!args.Contains(Inside))
        {
            return await AgainInsideAsync(count);
        }

        // Never in the namespace of the host.
        if (new FileInfo("/proc/self/ns/net").LinkTarget == new FileInfo("/proc/1/ns/net").LinkTarget)
        {
            return 1;
        }

        var addresses = Enumerable
            .Range(0, count)
            .Select(static i => string.Create(CultureInfo.InvariantCulture, $"198.{18 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}"))
            .ToList();
        Console.WriteLine(
            $"{count} IPv4 addresses, median of {DefaultRounds} rounds in turns, milliseconds; the ratio is that of the medians."
        );
        Console.WriteLine();
        Console.WriteLine("| backend | apply, program | apply, library | ratio | list, program | list, library | ratio |");
        Console.WriteLine("|--|--|--|--|--|--|--|");
        foreach (var contestant in FirewallContestant.All)
        {
            Console.WriteLine(
                contestant.Needs.All(IsInstalled)
                    ? await CompareAsync(contestant, addresses)
                    : $"| {contestant.Name} | not installed | | | | | |"
            );
        }

        return 0;
    }

    private static async Task<int> AgainInsideAsync(int count)
    {
        var self = Environment.ProcessPath!;
        string[] program =
            Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, typeof(FirewallBenchmark).Assembly.Location] : [self];
        var command = new CommandInvocation("unshare", ["-n", .. program, "firewall", count.ToString(CultureInfo.InvariantCulture), Inside])
        {
            Limits = new CommandLimits { StopAfter = TimeSpan.FromMinutes(30) },
        };
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            root is null ? command : command with { Environment = command.Environment.Add("DOTNET_ROOT", root) },
            CancellationToken.None
        );
        Console.Write(result.OutputText);
        await Console.Error.WriteAsync(result.ErrorText + result.Detail);
        return result.ExitCode ?? 1;
    }

    // Long: one measurement from set-up to output.
    public static async Task<string> CompareAsync(FirewallContestant contestant, List<string> addresses, int rounds = DefaultRounds)
    {
        var runner = new CommandRunner(TimeProvider.System);
        List<double> rawApply = [],
            rawList = [],
            ourApply = [],
            ourList = [];
        var until = TimeProvider.System.GetUtcNow().AddMinutes(10);
        FirewallEntry[] entries =
        [
            .. addresses.Select(address => new FirewallEntry(
                AddressPrefix.TryParse(address, out var prefix) ? prefix : throw new FormatException(address),
                until
            )),
        ];
        var script = contestant.RawApply(addresses);

        // One round to warm up, and then each goes first in turns.
        for (var round = 0; round <= rounds; round++)
        {
            var isCounted = round > 0;
            if (round % 2 == 0)
            {
                await RawAsync(isCounted);
                await OursAsync(isCounted);
            }
            else
            {
                await OursAsync(isCounted);
                await RawAsync(isCounted);
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {contestant.Name} | {Median(rawApply):F0} | {Median(ourApply):F0} | {Median(ourApply) / Median(rawApply):F2} "
                + $"| {Median(rawList):F0} | {Median(ourList):F0} | {Median(ourList) / Median(rawList):F2} |"
        );

        async Task RawAsync(bool isCounted)
        {
            await TimeAsync(isCounted ? rawApply : [], () => AllAsync(runner, script));
            await TimeAsync(isCounted ? rawList : [], () => AllAsync(runner, [contestant.RawList]));
            await AllAsync(runner, contestant.RawClear);
        }

        async Task OursAsync(bool isCounted)
        {
            var backend = contestant.Create(runner);
            await TimeAsync(
                isCounted ? ourApply : [],
                async () =>
                    Require(
                        (await backend.ApplyAsync(entries, [], CancellationToken.None)).Adds.All(static add => add.IsSuccess),
                        contestant.Name
                    )
            );
            await TimeAsync(
                isCounted ? ourList : [],
                async () => Require((await backend.ListAsync(CancellationToken.None)).Count == entries.Length, contestant.Name)
            );
            await backend.UninstallAsync(CancellationToken.None);
        }
    }

    private static async Task TimeAsync(List<double> times, Func<Task> what)
    {
        var start = TimeProvider.System.GetTimestamp();
        await what();
        times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task AllAsync(CommandRunner runner, CommandInvocation[] commands)
    {
        foreach (var command in commands)
        {
            var result = await runner.RunAsync(command, CancellationToken.None);

            // The kernel lets go of a set a little after the rule is gone.
            for (var attempt = 0; result.ErrorText.Contains("in use", StringComparison.Ordinal) && attempt < 100; attempt++)
            {
                result = await runner.RunAsync(command, CancellationToken.None);
            }

            Require(result.IsSuccess, $"{command.Executable}: {result.ErrorText}{result.Detail}");
        }
    }

    private static void Require(bool condition, string what) => _ = condition ? 0 : throw new InvalidOperationException(what);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static bool IsInstalled(string program) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, program)));
}
