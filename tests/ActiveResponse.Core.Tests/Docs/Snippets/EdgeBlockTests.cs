using System.Collections.Concurrent;
using System.Net;
using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

/// <summary>What every reversible responder must do, against a router that is a dictionary.</summary>
public sealed class EdgeBlockTests : ReversibleResponderConformance
{
    private readonly FakeRouter _router = new();

    protected override ValueTask<IResponder> CreateAsync() =>
        ValueTask.FromResult<IResponder>(new EdgeBlock(new HttpClient(_router) { BaseAddress = new Uri("https://edge.example/") }));

    protected override ValueTask<string> DescribeEffectsAsync() => ValueTask.FromResult(string.Join('\n', _router.Blocks.Keys.Order()));

    private sealed class FakeRouter : HttpMessageHandler
    {
        public ConcurrentDictionary<string, bool> Blocks { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = request.RequestUri!.PathAndQuery;
            var isDone = request.Method == HttpMethod.Put ? Blocks.TryAdd(path, true) || true : Blocks.TryRemove(path, out _);
            return Task.FromResult(new HttpResponseMessage(isDone ? HttpStatusCode.NoContent : HttpStatusCode.NotFound));
        }
    }
}
