using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.NKeys;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>Bare connections, and one that publishes to them: the same bytes under subjects of their own.</summary>
internal sealed class BareStage : IFleetSide
{
    private readonly FleetRunSettings _settings;
    private readonly string _url;
    private readonly NatsJSContext _publisher;
    private readonly List<BareClient> _clients = [];
    private readonly List<(string Name, string Value)> _headers;
    private readonly byte[] _body;
    private readonly KeyPair _key = KeyPair.CreatePair(PrefixByte.User);
    private int _number;
    private ulong _last;

    private BareStage(FleetRunSettings settings, string url, OrderSample sample)
    {
        (_settings, _url, _body) = (settings, url, sample.Body);
        _publisher = new NatsJSContext(new NatsConnection(NatsOpts.Default with { Url = url, RequestTimeout = TimeSpan.FromMinutes(1) }));
        _headers =
        [
            .. sample
                .Headers.Split("\r\n")
                .Select(static line => line.Split(": "))
                .Where(static parts => parts.Length == 2 && !parts[0].StartsWith("Nats-", StringComparison.Ordinal))
                .Select(static parts => (parts[0], parts[1])),
        ];
    }

    public Arrivals Arrivals { get; } = new();

    public static async Task<BareStage> StartAsync(FleetRunSettings settings, string url, OrderSample sample)
    {
        var stage = new BareStage(settings, url, sample);
        await stage._publisher.CreateStreamAsync(
            new StreamConfig(BareClient.Stream, ["bare.>"])
            {
                MaxMsgsPerSubject = 1,
                AllowDirect = true,
                NumReplicas = 1,
            }
        );
        await Parallel.ForAsync(
            0,
            settings.Blocks,
            new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (_, _) => await stage.SendToAllAsync()
        );
        stage._last = (ulong)(await stage._publisher.GetStreamAsync(BareClient.Stream)).Info.State.LastSeq;
        return stage;
    }

    public async Task ConnectAsync()
    {
        Arrivals.Expect(_settings.Agents);
        await SendToAllAsync();
        for (var i = 0; i < _settings.Agents; i++)
        {
            _clients.Add(new BareClient(_url, i, _last, Arrivals, Check));
            await Arrivals.PaceAsync(i);
        }

        await Arrivals.WhenAllAsync();
    }

    /// <summary>Whether each checks the signature of what it gets, with the same library as agents.</summary>
    public bool Checks { get; set; }

    /// <summary>Whether the publisher signs what it sends, with the same library as issuers.</summary>
    public bool Signs { get; set; }

    public Task SendToAllAsync() => PublishAsync(Text($"bare.all.{Interlocked.Increment(ref _number):x32}"));

    public Task SendToOneAsync(int number) => PublishAsync(Text($"bare.agent.{number}.{Interlocked.Increment(ref _number):x32}"));

    private void Check(INatsJSMsg<byte[]> message)
    {
        if (!Checks)
        {
            return;
        }

        using var key = KeyPair.FromPublicKey(message.Headers!["AR-Issuer"].ToString());
        var signature = Convert.FromBase64String(message.Headers["AR-Signature"].ToString());
        if (!key.Verify((byte[])[.. "active-response fleet 1\n"u8, .. message.Data!], signature))
        {
            throw new InvalidOperationException("the signature must fit");
        }
    }

    private async Task PublishAsync(string subject)
    {
        var headers = new NatsHeaders();
        foreach (var (name, value) in _headers)
        {
            headers[name] = value;
        }

        if (Signs)
        {
            headers["AR-Issuer"] = _key.GetPublicKey();
            var signature = new byte[64];
            _key.Sign((byte[])[.. "active-response fleet 1\n"u8, .. _body], signature);
            headers["AR-Signature"] = Convert.ToBase64String(signature);
        }

        var ack = await _publisher.PublishAsync(subject, _body, NatsRawSerializer<byte[]>.Default, headers: headers);
        ack.EnsureSuccess();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
