using System.Text;
using ActiveResponse.Alerts;
using ActiveResponse.Benchmarks.Firewall;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>From the alerts' file to the kernel: one alert at a time, ten thousand attackers at once, and a start with blocks on record.</summary>
internal sealed partial class BlockRun
{
    private int Flood => settings.Quick ? 500 : 10_000;

    private async Task<IReadOnlyList<string>> FromTheFileAsync()
    {
        var host = await StartAsync("nftables", "file");
        await using var followed = new FollowedAlerts(host, settings.File("alerts.json"));
        await followed.BeginAsync();
        var single = new List<double>();
        var singles = settings.Quick ? 10 : 100;
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant("raw", async _ =>
            {
                var times = new List<double>();
                foreach (var address in Take(singles / 5))
                {
                    times.Add(await Rounds.TimeAsync(() => RawProgram.RunAsync("nft", ["add", "element", "inet", "compared", "hosts", $"{{ {address} timeout 3600s }}"])));
                }

                var many = Take(Flood);
                var flood = await Rounds.TimeAsync(() => RawProgram.RunAsync("nft", ["-f", "-"], ElementText("add", many)));
                await RawProgram.RunAsync("nft", ["flush", "set", "inet", "compared", "hosts"]);
                return [times.Median(), flood];
            }),
            new Contestant("library", async round =>
            {
                var times = new List<double>();
                foreach (var address in Take(singles))
                {
                    times.Add(await followed.BlockAsync([address]));
                }

                single.AddRange(round < 0 ? [] : times);
                var flood = await followed.BlockAsync(Take(Flood));
                await host.Engine.LiftAsync(null);
                return [times.Median(), flood];
            }));
        var (raw, ours) = (figures[0], figures[1]);
        return
        [
            "### From a line in the alerts' file to the kernel",
            "",
            "A whole engine follows the file: 50 responses, guards, SQLite store, nftables. The time runs from before the lines are appended until the outcome of the last one is told. Raw: the elements handed to `nft`, ready made.",
            "",
            "| what | raw, ms | library, ms | ratio |",
            "| --- | --- | --- | --- |",
            Rounds.Text($"| one alert, median of {single.Count} | {raw.Median():0.00} | {ours.Median():0.00} | {Rounds.Ratio(ours, raw):0.00} |"),
            Rounds.Text($"| one alert, 99th of a hundred | | {single.Order().ElementAt(single.Count * 99 / 100):0.00} | |"),
            Rounds.Text($"| {Flood:N0} alerts about as many attackers at once | {raw.Median(1):0} | {ours.Median(1):0} | {Rounds.Ratio(ours, raw, 1):0.00} |"),
            "",
        ];
    }

    private async Task<IReadOnlyList<string>> BatchesAsync()
    {
        List<string> text =
        [
            "### Batches, by backend",
            "",
            Rounds.Text($"{Flood:N0} addresses on a host that has none yet, and the list of them; milliseconds. Raw: the same as text for the program."),
            "",
            "| backend | apply, raw | apply, library | ratio | list, raw | list, library | ratio |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ];
        foreach (var contestant in FirewallContestant.All.Where(static one => one.Needs.All(RawProgram.Has)))
        {
            text.Add(await FirewallBenchmark.CompareAsync(contestant, Take(Flood), settings.Quick ? 1 : 3));
        }

        return [.. text, ""];
    }

    private async Task<IReadOnlyList<string>> RestartAsync()
    {
        var count = settings.Quick ? 500 : 5000;
        var peers = settings.Quick ? 5 : 50;
        var first = await StartAsync("nftables", "restart");
        await using (var followed = new FollowedAlerts(first, settings.File("restart.json")))
        {
            await followed.BeginAsync();
            await followed.BlockAsync(Take(count));
        }

        await first.DisposeAsync();
        _hosts.Remove(first);
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 3,
            new Contestant("raw", async _ =>
            {
                var time = await Rounds.TimeAsync(() => RawProgram.RunAsync("nft", ["-f", "-"], ElementText("add", Take(count))));
                await RawProgram.RunAsync("nft", ["flush", "set", "inet", "compared", "hosts"]);
                return [time];
            }),
            new Contestant("library", async _ =>
            {
                await RawProgram.RunAsync("nft", ["delete", "table", "inet", "active_response"]);
                EngineHost? host = null;
                var time = await Rounds.TimeAsync(async () =>
                {
                    host = await StartAsync("nftables", "restart");
                    await host.Engine.DrainAsync();
                });
                await host!.DisposeAsync();
                _hosts.Remove(host);
                var listed = await RawProgram.RunAsync("nft", ["list", "table", "inet", "active_response"]);
                var found = listed.Split("198.").Length - 1;
                return found == count ? [time] : throw new InvalidOperationException($"{found} of {count} blocks are back: {host.Trouble}");
            }),
            new Contestant("fail2ban", _ => Fail2BanStartAsync(peers)));
        var (raw, ours, peer) = (figures[0], figures[1], figures[2]);
        return
        [
            "### A start with blocks on record and an empty kernel",
            "",
            "Until all are enforced again with their remaining time. Raw: the same elements by `nft -f -`.",
            "",
            "| what | ms | of raw |",
            "| --- | --- | --- |",
            Rounds.Text($"| raw, {count:N0} | {raw.Median():0} | 1 |"),
            Rounds.Text($"| library, {count:N0} | {ours.Median():0} | {Rounds.Ratio(ours, raw):0.00} |"),
            _fail2Ban is null ? "| fail2ban | not installed | |" : Rounds.Text($"| fail2ban, {peers} ({peer.Median() / peers:0.0} for one) | {peer.Median():0} | |"),
            "",
        ];
    }

    private async Task<double[]> Fail2BanStartAsync(int count)
    {
        if (_fail2Ban is null)
        {
            return [double.NaN];
        }

        var addresses = Take(count);
        await _fail2Ban.BanAsync(addresses);
        await Fail2Ban.InKernelAsync(count);
        await _fail2Ban.StopAsync();
        var time = await Rounds.TimeAsync(async () =>
        {
            await _fail2Ban.StartAsync();
            await Fail2Ban.InKernelAsync(count);
        });
        await _fail2Ban.UnbanAsync(addresses);
        await Fail2Ban.InKernelAsync(0);
        return [time];
    }

    private static string ElementText(string verb, IEnumerable<string> addresses) =>
        $"{verb} element inet compared hosts {{\n{string.Join(",\n", addresses.Select(static address => address + " timeout 3600s"))}\n}}\n";

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
