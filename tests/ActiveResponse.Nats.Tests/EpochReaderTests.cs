using ActiveResponse.Configuration;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;
using ActiveResponse.Nats.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;

namespace ActiveResponse.Nats.Tests;

public sealed class EpochReaderTests
{
    [Fact]
    public async Task Readers_that_start_together_share_one_look_and_a_later_one_looks_again()
    {
        await using var fleet = await TestFleet.StartAsync();
        var issuer = await fleet.IssuerAsync([TestFleet.Response(ResponseLocation.All)]);
        await Eventually.HoldsAsync(async () => await fleet.StoredAsync() > 0, "the issuer must have named the epoch");
        await issuer.Fleet.HaltAsync();
        var options = fleet.Options("001");
        await using var connection = new FleetConnection(options, TimeProvider.System, NullLogger.Instance);
        await connection.OpenAsync(CancellationToken.None);
        await using var listener = new NatsConnection(NatsOpts.Default with { Url = fleet.Server.Url });
        await using var looks = await listener.SubscribeCoreAsync<byte[]>("$JS.API.DIRECT.GET.>");
        await listener.PingAsync();
        var reader = new EpochReader(
            connection,
            new MessageCheck("main", options.Credentials.Issuers, options.MaxMessageBytes, TimeProvider.System)
        );

        var both = await Task.WhenAll(reader.FindAsync(CancellationToken.None), reader.FindAsync(CancellationToken.None));

        both[0].Epoch.Should().NotBeNull();
        both[0].Switch!.Verb.Should().Be(MessageVerb.Halt);
        both[1].Should().Be(both[0]);
        (await CountAsync(listener, looks)).Should().Be(2, "one for the epoch and one for the kill switch");
        await reader.FindAsync(CancellationToken.None);
        (await CountAsync(listener, looks)).Should().Be(2, "what was read before says nothing about now");
    }

    // The server sends what came before the ping before its answer.
    private static async Task<int> CountAsync(NatsConnection listener, INatsSub<byte[]> looks)
    {
        await listener.PingAsync();
        var count = 0;
        while (looks.Msgs.TryRead(out _))
        {
            count++;
        }

        return count;
    }
}
