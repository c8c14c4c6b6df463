using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Nats;
using ActiveResponse.Planning;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>A fleet: an issuer and agents, each with an engine of its own, all in this process.</summary>
internal sealed class FleetStage : IFleetSide
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(6);

    private readonly FleetRunSettings _settings;
    private readonly string _url;
    private readonly (string PublicKey, string Seed) _key = FleetCredentials.CreateKey();
    private readonly List<FleetMachine> _agents = [];
    private FleetMachine? _issuer;
    private string _position = "";
    private int _order;

    private FleetStage(FleetRunSettings settings, string url) => (_settings, _url) = (settings, url);

    public Arrivals Arrivals { get; } = new();

    public static async Task<FleetStage> StartAsync(FleetRunSettings settings, string url)
    {
        var stage = new FleetStage(settings, url);
        stage._issuer = await FleetMachine.StartAsync(stage.OptionsOf(null), position: null, arrivals: null);
        await stage._issuer.JoinAsync();
        await stage.FillAsync();
        return stage;
    }

    /// <summary>Starts the engines of all agents; none is connected yet.</summary>
    public async Task StartEnginesAsync()
    {
        for (var i = 0; i < _settings.Agents; i++)
        {
            _agents.Add(await FleetMachine.StartAsync(OptionsOf(IdOf(i)), _position, Arrivals));
            await _agents[i].WarmUpAsync(Attacker(0));
        }
    }

    public async Task ConnectAsync()
    {
        Arrivals.Expect(_settings.Agents);
        await SendToAllAsync();
        for (var i = 0; i < _agents.Count; i++)
        {
            await _agents[i].JoinAsync();
            await Arrivals.PaceAsync(i);
        }

        await Arrivals.WhenAllAsync();
    }

    public Task SendToAllAsync() =>
        _issuer!.Fleet.OrderAsync(FleetTarget.All, "firewall-drop", Attacker(Interlocked.Increment(ref _order)), LongEnough);

    public Task SendToOneAsync(int agent) =>
        _issuer!.Fleet.OrderAsync(FleetTarget.Agent(IdOf(agent)), "firewall-drop", Attacker(Interlocked.Increment(ref _order)), LongEnough);

    /// <summary>One order as it stands in the stream.</summary>
    public OrderSample Sample { get; private set; } = new("", "", []);

    // So many blocks for all that the stream has them before the first agent comes; the agents have taken them in an earlier run.
    private async Task FillAsync()
    {
        await Parallel.ForAsync(
            0,
            _settings.Blocks,
            new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (_, _) => await SendToAllAsync()
        );
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = _url });
        var stream = await new NatsJSContext(nats).GetStreamAsync("AR_bench");
        var last = (ulong)stream.Info.State.LastSeq;
        var order = await stream.GetAsync(new StreamMsgGetRequest { Seq = last });
        Sample = new OrderSample(order.Message.Subject, HeadersOf(order.Message.Hdrs!), order.Message.Data.ToArray());
        var epoch = await stream.GetAsync(new StreamMsgGetRequest { LastBySubj = "ar.bench.order.all.epoch" });
        using var json = JsonDocument.Parse(epoch.Message.Data);
        _position = Text($"{json.RootElement.GetProperty("epoch").GetString()}/{last}/{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
    }

    private NatsFleetOptions OptionsOf(string? agent) =>
        new()
        {
            Url = _url,
            PublishWithin = TimeSpan.FromMinutes(1),
            Credentials = new FleetCredentials
            {
                Fleet = "bench",
                AgentId = agent,
                Issuers = [_key.PublicKey],
                SigningSeed = agent is null ? _key.Seed : null,
            },
        };

    private static string HeadersOf(string base64) => Encoding.ASCII.GetString(Convert.FromBase64String(base64));

    private static string IdOf(int agent) => Text($"{agent + 1}");

    // Of 198.18.0.0/15, which is for measuring, and beyond where that isn't enough.
    private static Subject Attacker(int number) =>
        Subject.Of(AddressPrefix.From(new IPAddress([198, (byte)(18 + (number >> 16)), (byte)(number >> 8), (byte)number])));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
