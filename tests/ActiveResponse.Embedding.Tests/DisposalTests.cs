using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Selection;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Embedding.Tests;

/// <summary>Responders and backends end with the engine.</summary>
public sealed class DisposalTests
{
    private readonly List<string> _disposed = [];

    [Fact]
    public async Task By_hand_every_part_is_disposed_of()
    {
        var engine = ActiveResponseEngine.Create(
            new ActiveResponseParts { Responders = [.. Registrations()], Observers = [new Observer("observer", _disposed)] }
        );

        await engine.DisposeAsync();
        await engine.DisposeAsync();

        _disposed.Should().BeEquivalentTo("responder", "backend", "candidate", "observer");
    }

    [Fact]
    public async Task With_a_container_responders_and_backends_are()
    {
        var services = new ServiceCollection();
        var builder = services
            .AddActiveResponse()
            .AddResponder(_ => new Responder("responder", _disposed))
            .AddFirewall(_ => new Backend("backend", _disposed))
            .AddFirewallCandidate(_ => new Backend("candidate", _disposed))
            .AddFirewallDrop(new FirewallDropOptions { Use = ["candidate"] });
        var provider = builder.Services.BuildServiceProvider();
        _ = provider.GetRequiredService<ActiveResponseEngine>();

        await provider.DisposeAsync();

        _disposed.Should().BeEquivalentTo("responder", "backend", "candidate");
    }

    [Fact]
    public async Task One_that_throws_keeps_no_other_from_its_end()
    {
        var engine = ActiveResponseEngine.Create(
            new ActiveResponseParts
            {
                Responders =
                [
                    new(new Responder("first", _disposed)),
                    new(new Responder("bad", _disposed) { Throws = true }),
                    new(new Responder("last", _disposed)),
                ],
            }
        );

        await engine.DisposeAsync();

        _disposed.Should().BeEquivalentTo("first", "last");
    }

    private IEnumerable<ResponderRegistration> Registrations() =>
        [
            new(new Responder("responder", _disposed)),
            new(StockResponders.Firewall(new Backend("backend", _disposed))),
            new(
                StockResponders.FirewallDrop(
                    new FakeCommandRunner(),
                    new FirewallDropOptions { Use = ["candidate"] },
                    [new Backend("candidate", _disposed)]
                )
            ),
        ];

    private sealed class Responder(string name, List<string> disposed) : IResponder, IDisposable
    {
        public string Name => name;

        public ResponderNeeds Needs => ResponderNeeds.Address;

        public bool Throws { get; init; }

        public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(ResponderResult.Applied());

        public void Dispose()
        {
            if (Throws)
            {
                throw new InvalidOperationException("bad");
            }

            disposed.Add(name);
        }
    }

    private sealed class Observer(string name, List<string> disposed) : IResponseObserver, IDisposable
    {
        public ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void Dispose() => disposed.Add(name);
    }

    private sealed class Backend(string name, List<string> disposed)
        : DelegatingFirewallBackend(new InMemoryFirewall(name)),
            IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            disposed.Add(Name);
            return ValueTask.CompletedTask;
        }
    }
}
