using System.Text;
using System.Text.Json;
using ActiveResponse.Alerts;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>Alerts from a file to the decision, and the decision alone; figures are lines for each second of processor time.</summary>
internal sealed class IntakeRun(CompareSettings settings)
{
    private int Lines => settings.Quick ? 10_000 : 200_000;

    // Long: one measurement from set-up to output.
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var quiet = settings.File("quiet.json");
        var some = settings.File("some.json");
        await File.WriteAllBytesAsync(quiet, Load.Lines(Lines, oneIn: 0));
        await File.WriteAllBytesAsync(some, Load.Lines(Lines, oneIn: 100));
        var sink = new Sink();
        await using var host = await EngineHost.StartAsync(
            Load.Config(50, TimeSpan.FromHours(1)),
            builder => builder.AddResponder(_ => sink)
        );
        var figures = await Rounds.RunAsync(
            settings.Quick ? 1 : 5,
            new Contestant("whole-line scan", async _ => [Lines / await Rounds.ProcessorAsync(() => Task.Run(() => ScanAll(quiet)))]),
            new Contestant("nothing matches", async _ => await IntakeAsync(host, quiet)),
            new Contestant("1 % match", async _ => await IntakeAsync(host, some)),
            new Contestant("key alone", async _ => await KeysAsync(quiet))
        );
        var match = await MatchAsync();
        var bytes = new FileInfo(quiet).Length / Lines;
        return
        [
            "### Alerts: from a file to the decision",
            "",
            Rounds.Text(
                $"{Lines:N0} Wazuh alerts of {bytes} bytes in the page cache; 50 responses. Thousands of lines per second of ",
                $"processor time."
            ),
            "Raw: lines split and scanned whole by `Utf8JsonReader`.",
            "",
            "| what | thousand lines a second | of raw | allocated for each line |",
            "|--|--|--|--|",
            Line("raw: split and scan the whole line", 0, null),
            Line("engine, nothing matches", 1, 1),
            Line("engine, one in a hundred matches and runs a responder that does nothing, recorded in memory", 2, 1),
            Line("parser alone: rule id, level, groups", 3, 1),
            Rounds.Text($"| matcher alone, 1,000 responses, nothing fires | {match[0] / 1000:N0} | | {match[1]:0.##} B |"),
            "",
        ];

        string Line(string what, int which, int? allocated) =>
            Rounds.Text(
                $"| {what} | {figures[which].Median() / 1000:N0} | {Rounds.Ratio(figures[which], figures[0]):0.00} | ",
                $"{(allocated is { } a ? Rounds.Text($"{figures[which].Median(a):0.##} B") : "")} |"
            );
    }

    private async Task<double[]> IntakeAsync(EngineHost host, string file)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var seconds = await Rounds.ProcessorAsync(() =>
            Task.Run(async () =>
            {
                var source = await host.Intake.OpenAsync(file, new AlertFileOptions { Follow = false, FromStart = true });
                await host.Intake.RunAsync(source, file);
                await host.Engine.DrainAsync();
            })
        );
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        await host.Engine.LiftAllAsync();
        return [Lines / seconds, allocated / (double)Lines];
    }

    private async Task<double[]> KeysAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var parser = new AlertParser();
        var allocated = 0L;
        var seconds = await Rounds.ProcessorAsync(() =>
            Task.Run(() =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                ReadOnlySpan<byte> rest = bytes;
                while (!rest.IsEmpty)
                {
                    var end = rest.IndexOf((byte)'\n');
                    _ = parser.TryReadKey(rest[..end], out _, out _) ? 0 : throw new InvalidOperationException("a line is no alert");
                    rest = rest[(end + 1)..];
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            })
        );
        return [Lines / seconds, allocated / (double)Lines];
    }

    private async Task<double[]> MatchAsync()
    {
        const int Different = 1024;
        var count = settings.Quick ? 100_000 : 5_000_000;
        IRuleMatcher matcher = new RuleMatcher(Load.Config(1000, TimeSpan.FromHours(1)));
        var groups = Enumerable
            .Range(0, Different)
            .Select(static i => Encoding.UTF8.GetBytes($"syslog,sshd,authentication_failed,site{i % 300},"))
            .ToArray();
        var allocated = 0L;
        var rates = new List<double>();
        for (var round = 0; round < 4; round++)
        {
            var seconds = await Rounds.ProcessorAsync(() =>
                Task.Run(() =>
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < count; i++)
                    {
                        var key = new AlertKey
                        {
                            RuleId = (uint)(5_000 + (i % 700)),
                            Level = 3 + (i % 4),
                            Groups = groups[i & (Different - 1)],
                        };
                        _ = matcher.Match(key).IsEmpty ? 0 : throw new InvalidOperationException("an alert fired");
                    }

                    allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                })
            );
            rates.Add(count / seconds);
        }

        return [rates.Skip(1).Median(), allocated / (double)count];
    }

    private static void ScanAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var buffer = new byte[1 << 20];
        var kept = 0;
        int count;
        while ((count = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var rest = buffer.AsSpan(0, kept + count);
            for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
            {
                var reader = new Utf8JsonReader(rest[..end]);
                while (reader.Read()) { }

                rest = rest[(end + 1)..];
            }

            rest.CopyTo(buffer);
            kept = rest.Length;
        }
    }

    /// <summary>A responder that does nothing, at once.</summary>
    private sealed class Sink : IReversibleResponder
    {
        public string Name => "firewall-drop";

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            new(ResponderResult.Applied());

        public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
            new(ResponderResult.Lifted());
    }
}
