using System.Net;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Docs;

/// <summary>The plug-in of the README, in an engine and against a router that answers.</summary>
public sealed class SnippetTests
{
    [Fact]
    public async Task The_plug_in_blocks_and_takes_the_block_back_in_time()
    {
        var router = new Router(HttpStatusCode.NoContent);
        var clock = new ManualClock();
        await using var services = Compose(router, clock);
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        var applied = await engine.ApplyAsync("edge-block", Some.Address("203.0.113.0/24"), TimeSpan.FromMinutes(10));
        clock.Advance(TimeSpan.FromMinutes(10));
        await engine.DrainAsync();

        applied.Outcome.Should().Be(ActionOutcome.Applied);
        router.Requests.Should().Equal("PUT /blocks/203.0.113.0%2F24", "DELETE /blocks/203.0.113.0%2F24");
        (await engine.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_plug_in_says_when_the_router_refuses()
    {
        var router = new Router(HttpStatusCode.ServiceUnavailable);
        await using var services = Compose(router, new ManualClock());
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        var outcome = await engine.ApplyPermanentlyAsync("edge-block", Some.Address("203.0.113.9"));

        outcome.Outcome.Should().Be(ActionOutcome.Failed);
        outcome.Detail.Should().Be("HTTP 503");
    }

    [Fact]
    public async Task The_plug_in_counts_a_block_that_is_gone_as_taken_back()
    {
        var router = new Router(HttpStatusCode.NotFound);
        var order = new ResponderContext { Order = Some.Order("edge-block") };

        var result = await new EdgeBlock(router.Client()).RevertAsync(order, CancellationToken.None);

        result.Outcome.Should().Be(ActionOutcome.Lifted);
    }

    private static ServiceProvider Compose(Router router, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddActiveResponse().AddResponder(_ => new EdgeBlock(router.Client()));
        return services.BuildServiceProvider();
    }

    private sealed class Router(HttpStatusCode answer) : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        public HttpClient Client() => new(this, disposeHandler: false) { BaseAddress = new Uri("https://edge.example/") };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            return Task.FromResult(new HttpResponseMessage(answer));
        }
    }
}
