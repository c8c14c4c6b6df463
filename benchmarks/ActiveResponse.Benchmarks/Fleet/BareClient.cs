using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>What the least is that gets an agent's messages: a connection of NATS.Net with the same two consumers.</summary>
internal sealed class BareClient : IAsyncDisposable
{
    public const string Stream = "BARE";

    private readonly NatsConnection _nats;
    private readonly NatsJSContext _context;
    private readonly Arrivals _arrivals;
    private readonly string _name;
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource _link = new();

    public BareClient(string url, int number, ulong after, Arrivals arrivals, Action<INatsJSMsg<byte[]>> check)
    {
        _name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}");
        _arrivals = arrivals;
        _nats = new NatsConnection(
            NatsOpts.Default with
            {
                Url = url,
                MaxReconnectRetry = -1,
                RequestTimeout = TimeSpan.FromMinutes(1),
                CommandTimeout = TimeSpan.FromMinutes(1),
            }
        );
        _context = new NatsJSContext(_nats);
        _nats.ConnectionDisconnected += (_, _) =>
        {
            var lost = Interlocked.Exchange(ref _link, new CancellationTokenSource());
            return new ValueTask(lost.CancelAsync());
        };
        All = FollowAsync("all", "bare.all.*", after, check);
        Own = FollowAsync("own", $"bare.agent.{_name}.*", after, check);
    }

    private Task All { get; }

    private Task Own { get; }

    private async Task FollowAsync(string kind, string filter, ulong after, Action<INatsJSMsg<byte[]>> check)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _link.Token);
            try
            {
                var config = new ConsumerConfig
                {
                    Name = $"{_name}-{kind}",
                    FilterSubject = filter,
                    AckPolicy = ConsumerConfigAckPolicy.None,
                    MemStorage = true,
                    NumReplicas = 1,
                    InactiveThreshold = TimeSpan.FromMinutes(5),
                    DeliverPolicy = ConsumerConfigDeliverPolicy.ByStartSequence,
                    OptStartSeq = after + 1,
                };
                var consumer = await _context.CreateOrUpdateConsumerAsync(Stream, config, stop.Token);
                var options = new NatsJSConsumeOpts
                {
                    MaxMsgs = 256,
                    IdleHeartbeat = TimeSpan.FromSeconds(15),
                    Expires = TimeSpan.FromSeconds(60),
                };
                await foreach (var message in consumer.ConsumeAsync(NatsRawSerializer<byte[]>.Default, options, stop.Token))
                {
                    after = message.Metadata!.Value.Sequence.Stream;
                    check(message);
                    _arrivals.Add();
                }
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // The server was away: the same again.
                await Task.Delay(TimeSpan.FromMilliseconds(250 * (0.5 + Random.Shared.NextDouble())));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(All, Own);
        await _nats.DisposeAsync();
    }
}
