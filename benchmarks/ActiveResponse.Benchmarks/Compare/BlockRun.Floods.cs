using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Benchmarks.Firewall;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>From the alerts' file to the kernel: one alert at a time, and ten thousand attackers at once.</summary>
internal sealed partial class BlockRun
{
    private int Flood => settings.Quick ? 500 : 10_000;

    // Long: one measurement from set-up to output.
    private async Task<IReadOnlyList<string>> FromTheFileAsync()
    {
        var host = await StartAsync("nftables", "file");
        await using var followed = new FollowedAlerts(host, settings.File("alerts.json"));
        await followed.BeginAsync();
        var single = new List<double>();
        var singles = settings.Quick ? 10 : 100;
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant(
                "raw",
                async _ =>
                {
                    var times = new List<double>();
                    foreach (var address in Take(singles / 5))
                    {
                        times.Add(
                            await Rounds.TimeAsync(() =>
                                RawProgram.RunAsync(
                                    "nft",
                                    ["add", "element", "inet", "compared", "hosts", $"{{ {address} timeout 3600s }}"]
                                )
                            )
                        );
                    }

                    var many = Take(Flood);
                    var flood = await Rounds.TimeAsync(() => RawProgram.RunAsync("nft", ["-f", "-"], ElementText(many)));
                    await RawProgram.RunAsync("nft", ["flush", "set", "inet", "compared", "hosts"]);
                    return [times.Median(), flood];
                }
            ),
            new Contestant(
                "library",
                async round =>
                {
                    var times = new List<double>();
                    foreach (var address in Take(singles))
                    {
                        times.Add(await followed.BlockAsync([address]));
                    }

                    single.AddRange(round < 0 ? [] : times);
                    var flood = await followed.BlockAsync(Take(Flood));
                    await host.Engine.LiftAllAsync();
                    return [times.Median(), flood];
                }
            )
        );
        var (raw, ours) = (figures[0], figures[1]);
        return
        [
            "### From a line in the alerts' file to the kernel",
            "",
            "A whole engine follows the file: 50 responses, guards, SQLite store, nftables.",
            "From before the lines are appended to the last outcome. Raw: the elements by `nft`.",
            "",
            "| what | raw, ms | library, ms | ratio |",
            "|--|--|--|--|",
            Rounds.Text(
                $"| one alert, median of {single.Count} | {raw.Median():0.00} | {ours.Median():0.00} | {Rounds.Ratio(ours, raw):0.00} |"
            ),
            Rounds.Text($"| one alert, 99th of a hundred | | {single.Order().ElementAt(single.Count * 99 / 100):0.00} | |"),
            Rounds.Text(
                $"| {Flood:N0} alerts about as many attackers at once | {raw.Median(1):0} | {ours.Median(1):0} | ",
                $"{Rounds.Ratio(ours, raw, 1):0.00} |"
            ),
            "",
        ];
    }

    private async Task<IReadOnlyList<string>> BatchesAsync()
    {
        List<string> text =
        [
            "### Batches, by backend",
            "",
            Rounds.Text(
                $"{Flood:N0} addresses on a host that has none yet, and the list of them; milliseconds. Raw: the same as text ",
                $"for the program."
            ),
            "",
            "| backend | apply, raw | apply, library | ratio | list, raw | list, library | ratio |",
            "|--|--|--|--|--|--|--|",
        ];
        foreach (var contestant in FirewallContestant.All.Where(static one => one.Needs.All(RawProgram.Has)))
        {
            text.Add(await FirewallBenchmark.CompareAsync(contestant, Take(Flood), settings.Quick ? 1 : 3));
        }

        return [.. text, ""];
    }

    private static string ElementText(IEnumerable<string> addresses) =>
        $"add element inet compared hosts {{\n{string.Join(",\n", addresses.Select(static address => address + " timeout 3600s"))}\n}}\n";

    /// <summary>An engine that follows a file, and the other end of that file.</summary>
    private sealed class FollowedAlerts(EngineHost host, string file) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private Task _following = Task.CompletedTask;
        private int _line;

        public async Task BeginAsync()
        {
            await File.WriteAllTextAsync(file, "");
            var source = await host.Intake.OpenAsync(file, new AlertFileOptions { FromStart = true, Resume = false });
            _following = Task.Run(() => host.Intake.RunAsync(source, file, _end.Token));
        }

        /// <summary>Appends an alert about each address; milliseconds until all are dealt with.</summary>
        public Task<double> BlockAsync(IReadOnlyCollection<string> addresses)
        {
            var lines = Encoding.UTF8.GetBytes(string.Concat(addresses.Select(address => Load.Line(_line++, Load.FiringRule, address))));
            var reached = host.ReachAsync(host.Done + addresses.Count);
            return Rounds.TimeAsync(async () =>
            {
                await using (var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                {
                    await stream.WriteAsync(lines);
                }

                await reached.WaitAsync(TimeSpan.FromMinutes(2));
            });
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _end.Dispose();
        }
    }
}
