using ActiveResponse.Benchmarks.Compare;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>
/// Measures agents of a fleet beside bare connections that get the same messages, in one run and in turns. Started by
/// <c>benchmarks/fleet</c>, which gives it a network of its own and enough open files.
/// </summary>
internal sealed class FleetRun : IDisposable
{
    private const string Begin = "<!-- measured fleet: begin -->";
    private const string End = "<!-- measured fleet: end -->";

    private const string Signed = "*Signed*: the bare sender signs what it sends, and each receiver checks it, as issuer and agents do.";

    private readonly FleetRunSettings _settings;
    private readonly ServerProcess _fleetServer;
    private readonly ServerProcess _bareServer;
    private readonly FleetStage _stage;
    private readonly SideCommands _agents;
    private readonly BareProcess _bare;

    private FleetRun(FleetRunSettings settings, ServerProcess fleetServer, ServerProcess bareServer, FleetStage stage, BareProcess bare)
    {
        (_settings, _fleetServer, _bareServer, _stage, _bare) = (settings, fleetServer, bareServer, stage, bare);
        _agents = new SideCommands(stage, settings);
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = FleetRunSettings.Parse(args);
        List<string> text = [.. await Machine.DescribeAsync(), ""];
        using var run = await StartAsync(settings);
        text.AddRange(await run.MeasureAsync());
        Console.WriteLine(string.Join('\n', text));
        foreach (var report in settings.Reports)
        {
            var old = await File.ReadAllTextAsync(report);
            var (from, to) = (old.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, old.IndexOf(End, StringComparison.Ordinal));
            await File.WriteAllTextAsync(report, $"{old[..from]}\n{string.Join('\n', text).TrimEnd()}\n{old[to..]}");
        }

        return 0;
    }

    /// <summary>Only what a curve shows at one point.</summary>
    public static async Task<FleetPoint> PointAsync(FleetRunSettings settings)
    {
        using var run = await StartAsync(settings);
        var bare = await run.ConnectAsync(run._bare.AskAsync, run._bareServer);
        var empty = await run._agents.RunAsync("memory");
        await run._stage.StartEnginesAsync();
        var engines = await run._agents.RunAsync("memory");
        var agents = await run.ConnectAsync(run._agents.RunAsync, run._fleetServer);
        await run._bare.AskAsync("warm");
        await run._agents.RunAsync("warm");
        var (all, one) = (await run.PairAsync("all"), await run.PairAsync("single"));
        return new FleetPoint(
            all[0].Median(),
            all[1].Median(),
            one[0].Median() * 1000,
            one[1].Median() * 1000,
            bare.Managed / settings.Agents,
            (agents.Managed + engines[0] - empty[0]) / settings.Agents
        );
    }

    private static async Task<FleetRun> StartAsync(FleetRunSettings settings)
    {
        var fleetServer = await ServerProcess.StartAsync(Path.Combine(settings.Scratch, "fleet"));
        var bareServer = await ServerProcess.StartAsync(Path.Combine(settings.Scratch, "bare"));
        var stage = await FleetStage.StartAsync(settings, fleetServer.Url);
        Note(Rounds.Text($"{settings.Blocks:N0} blocks for all hold; an order has {stage.Sample.Bytes} bytes"));
        var bare = await BareProcess.StartAsync(settings, bareServer.Url, stage.Sample);

        // A server remembers for each subject which consumers want it, and 2.9 goes through all that for each new consumer: only the
        // issuer's server would know subjects by now, and take minutes where the other takes seconds.
        foreach (var server in new[] { fleetServer, bareServer })
        {
            server.Kill();
            await server.StartAgainAsync();
        }

        return new FleetRun(settings, fleetServer, bareServer, stage, bare);
    }

    private async Task<IReadOnlyList<string>> MeasureAsync()
    {
        List<string> text =
        [
            .. await MemoryAsync(),
            "| what | bare | bare, signed | agents | to bare | to signed |",
            "|--|--|--|--|--|--|",
        ];
        if (_settings.Runs("all"))
        {
            text.AddRange(await ToAllAsync());
        }

        if (_settings.Runs("single"))
        {
            text.AddRange(await ToSinglesAsync());
        }

        text.AddRange(["", Signed, ""]);
        if (_settings.Runs("reconnect"))
        {
            text.AddRange(await ReconnectAsync());
        }

        return text;
    }

    private async Task<IReadOnlyList<string>> MemoryAsync()
    {
        var bare = await ConnectAsync(_bare.AskAsync, _bareServer);
        Note("the bare connections are there");
        var empty = await _agents.RunAsync("memory");
        await _stage.StartEnginesAsync();
        var engines = await _agents.RunAsync("memory");
        var agents = await ConnectAsync(_agents.RunAsync, _fleetServer);
        double Each(double bytes) => bytes / 1024 / _settings.Agents;
        string Row(string what, double managed, double resident, double server) =>
            Rounds.Text($"| {what} | {Each(managed):0.0} | {Each(resident):0.0} | {Each(server):0.0} |");
        string[] text =
        [
            Rounds.Text(
                $"KB for each of {_settings.Agents:N0}, with everything collected. A bare connection has an agent's two consumers."
            ),
            "",
            "| what | managed | resident | resident, server |",
            "|--|--|--|--|",
            Row("a bare connection", bare.Managed, bare.Resident, bare.Server),
            Row("an agent's part in the fleet, its connection included", agents.Managed, agents.Resident, agents.Server),
            Row("the difference", agents.Managed - bare.Managed, agents.Resident - bare.Resident, agents.Server - bare.Server),
            Row("its engine, with store and firewall in memory", engines[0] - empty[0], engines[1] - empty[1], 0),
            "",
        ];
        Note(string.Join('\n', text));
        return text;
    }

    private async Task<(double Managed, double Resident, double Server)> ConnectAsync(
        Func<string, Task<double[]>> side,
        ServerProcess server
    )
    {
        var (before, serverBefore) = (await side("memory"), server.Resident);
        var seconds = (await side("connect"))[0];
        Note(Rounds.Text($"connected after {seconds:0} s"));
        var after = await side("memory");
        return (after[0] - before[0], after[1] - before[1], server.Resident - serverBefore);
    }

    private async Task<IReadOnlyList<string>> ToAllAsync()
    {
        var all = await InTurnsAsync("all");
        string Row(string what, int which) =>
            Rounds.Text(
                $"| {what} | {all[0].Median(which):0} | {all[2].Median(which):0} | {all[1].Median(which):0} | ",
                $"{Rounds.Ratio(all[1], all[0], which):0.00} | {Rounds.Ratio(all[1], all[2], which):0.00} |"
            );
        return
        [
            Row(Rounds.Text($"an order for all: ms until the last of {_settings.Agents:N0} has it; agents: has carried it out"), 0),
            Row("the same: ms of processor time of all clients", 1),
        ];
    }

    private async Task<IReadOnlyList<string>> ToSinglesAsync()
    {
        var (absent, there) = (await InTurnsAsync("absent"), await InTurnsAsync("single"));
        string Row(string what, double[][][] figures, int which) =>
            Rounds.Text(
                $"| {what} | {_settings.Singles / figures[0].Median(which):N0} | {_settings.Singles / figures[2].Median(which):N0} | ",
                $"{_settings.Singles / figures[1].Median(which):N0} | ",
                $"{1 / Rounds.Ratio(figures[1], figures[0], which):0.00} | {1 / Rounds.Ratio(figures[1], figures[2], which):0.00} |"
            );
        return
        [
            Row("orders for single hosts that are away, taken by the server in a second", absent, 0),
            Row("the same, in a second of processor time of the sender", absent, 1),
            Row("orders for single hosts that are there, arrived in a second; agents: carried out", there, 0),
            Row("the same, in a second of processor time of all clients", there, 1),
        ];
    }

    private Task<double[][][]> PairAsync(string command) =>
        Rounds.RunAsync(
            _settings.Rounds,
            new Contestant("bare", _ => _bare.AskAsync(command)),
            new Contestant("agents", _ => _agents.RunAsync(command))
        );

    // Bare, agents, and bare with signatures.
    private async Task<double[][][]> InTurnsAsync(string command)
    {
        Note(command);
        var figures = await Rounds.RunAsync(
            _settings.Rounds,
            new Contestant("bare", _ => _bare.AskAsync(command)),
            new Contestant("agents", _ => _agents.RunAsync(command)),
            new Contestant("bare, signed", _ => _bare.AskAsync($"{command}-signed"))
        );
        foreach (var side in figures)
        {
            Note(string.Join("; ", side.Select(static round => string.Join(' ', round.Select(static one => Rounds.Text($"{one:0.00}"))))));
        }

        return figures;
    }

    private async Task<IReadOnlyList<string>> ReconnectAsync()
    {
        var bare = await ReconnectAsync(_bareServer, _bare.AskAsync);
        Note("the bare ones are back");
        var agents = await ReconnectAsync(_fleetServer, _agents.RunAsync);
        double Each(long count) => (double)count / _settings.Agents;
        string Row(string what, (double Seconds, Traffic Traffic) one) =>
            Rounds.Text(
                $"| {what} | {one.Seconds:0.0} s | {Each(one.Traffic.InMessages):0.0} | {Each(one.Traffic.OutMessages):0.0} | ",
                $"{Each(one.Traffic.InBytes):N0} | {Each(one.Traffic.OutBytes):N0} |"
            );
        return
        [
            Rounds.Text(
                $"All {_settings.Agents:N0} lose their server (SIGKILL) and come back at once. {_settings.Blocks:N0} blocks for all"
            ),
            "hold, and one more is ordered as soon as the server is there. What each sends and gets until 3 s after all have it:",
            "",
            "| who | until the last has it | messages sent | got | bytes sent | got |",
            "|--|--|--|--|--|--|",
            Row("bare, with both consumers made anew", bare),
            Row("agents", agents),
            "",
            Rounds.Text($"To read all blocks anew would be {_settings.Blocks:N0} messages and"),
            Rounds.Text($"{(long)_settings.Blocks * _stage.Sample.Bytes:N0} bytes for each."),
            "",
        ];
    }

    private static async Task<(double Seconds, Traffic Traffic)> ReconnectAsync(ServerProcess server, Func<string, Task<double[]>> side)
    {
        server.Kill();
        await server.StartAgainAsync();
        var seconds = (await side("reconnect"))[0];
        return (seconds, await server.TrafficAsync());
    }

    private static void Note(string text) => Console.Error.WriteLine(text);

    public void Dispose()
    {
        _bare.Dispose();
        _fleetServer.Dispose();
        _bareServer.Dispose();
    }
}
