using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Dispatch;
using ActiveResponse.Execution;
using ActiveResponse.Guards;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Embedding.Tests;

/// <summary>Wrapping what a container registers, in one line for each part.</summary>
public sealed class DecorateTests
{
    private readonly ManualClock _clock = new();
    private readonly Seen _seen = new();

    // Long: one line per part.
    [Fact]
    public async Task Each_part_is_wrapped_in_one_line()
    {
        await using var services = Compose(builder =>
            builder
                .Decorate<IConfigParser>((inner, _) => new WrappedParser(inner, _seen))
                .Decorate<IRuleMatcher>((inner, _) => new WrappedMatcher(inner, _seen))
                .Decorate<ICommandRunner>((inner, _) => new WrappedRunner(inner, _seen))
                .Decorate<ITimeoutScheduler>((inner, _) => new WrappedScheduler(inner, _seen))
                .Decorate<IResponseStore>((inner, _) => new WrappedStore(inner, _seen))
                .Decorate<IOrderDispatcher>((inner, _) => new WrappedDispatcher(inner, _seen))
                .Decorate<IResponseGuard>((inner, _) => new WrappedGuard(inner, _seen))
                .Decorate<IResponseObserver>((inner, _) => new WrappedObserver(inner, _seen))
                .AddGuard(static _ => new Late())
        );
        var engine = services.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        await engine.HandleAsync(Sample.Alert());
        await engine.ReloadAsync(
            Sample.Config with
            {
                Responses = [Sample.Config.Responses[0] with { Locations = ResponseLocation.DefinedAgent, AgentId = "007" }],
            }
        );
        await engine.HandleAsync(Sample.Alert(id: "1754300000.2"));
        await engine.DrainAsync();
        _ = services.GetRequiredService<IConfigParser>().Parse(Encoding.UTF8.GetBytes("<ossec_config/>"), new ConfigParseOptions());
        _ = await services.GetRequiredService<ICommandRunner>().RunAsync(new CommandInvocation("/nowhere/none"), CancellationToken.None);

        _seen
            .Parts.Should()
            .Contain([
                "parser",
                "matcher",
                "runner",
                "scheduler",
                "store",
                "dispatcher",
                "observer",
                "protected-address",
                "allow-list",
                "late",
            ]);
    }

    [Fact]
    public async Task What_is_wrapped_is_disposed_of_with_the_wrapper()
    {
        var inner = new WrappedScheduler(new TimeoutScheduler(_clock), _seen);
        var outer = new Seen();
        var services = Compose(builder =>
            builder.UseTimeoutScheduler(_ => inner).Decorate<ITimeoutScheduler>((wrapped, _) => new Outer(wrapped, outer))
        );
        _ = services.GetRequiredService<ActiveResponseEngine>();

        await services.DisposeAsync();

        _seen.Parts.Should().Contain("scheduler disposed");
        outer.Parts.Should().Contain("outer disposed");
    }

    [Fact]
    public void Wrappers_are_put_around_each_other_in_the_order_of_their_lines()
    {
        using var services = Compose(builder =>
            builder
                .Decorate<IOrderDispatcher>((inner, _) => new Named("first", inner))
                .Decorate<IOrderDispatcher>((inner, _) => new Named("second", inner))
        );

        services
            .GetRequiredService<IOrderDispatcher>()
            .Should()
            .BeOfType<Named>()
            .Which.Text.Should()
            .Be("second(first(NoTransportDispatcher))");
    }

    [Fact]
    public void A_later_use_replaces_the_wrapper_too()
    {
        using var services = Compose(builder =>
            builder.Decorate<IResponseStore>((inner, _) => new WrappedStore(inner, _seen)).UseStore(static _ => new InMemoryResponseStore())
        );

        services.GetRequiredService<IResponseStore>().Should().BeOfType<InMemoryResponseStore>();
    }

    [Fact]
    public void What_is_no_such_part_is_refused_with_those_that_are()
    {
        var builder = new ServiceCollection().AddActiveResponse();

        FluentActions
            .Invoking(() => builder.Decorate<IResponder>(static (inner, _) => inner))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*IResponder*IRuleMatcher*");
    }

    private ServiceProvider Compose(Action<ActiveResponseBuilder> compose)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        compose(
            services
                .AddActiveResponse()
                .UseConfig(Sample.Config)
                .UseHost(new HostIdentity { Role = HostRole.Server })
                .AddObserver(static _ => new RecordingObserver())
                .AddFirewall(static _ => new InMemoryFirewall(), StockNames.AddressBlocking)
        );
        return services.BuildServiceProvider();
    }

    private sealed class Late : IResponseGuard
    {
        public string Name => "late";

        public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
            ValueTask.FromResult<OrderRefusal?>(null);
    }

    private sealed class Named(string name, IOrderDispatcher inner) : IOrderDispatcher
    {
        public string Text => $"{name}({(inner is Named named ? named.Text : inner.GetType().Name)})";

        public ValueTask<DispatchResult> DispatchAsync(ResponseOrder order, CancellationToken cancellationToken) =>
            inner.DispatchAsync(order, cancellationToken);
    }

    private sealed class Outer(ITimeoutScheduler inner, Seen seen) : ITimeoutScheduler
    {
        public int Count => inner.Count;

        public void Start(Action<IReadOnlyList<ActionKey>> onDue) => inner.Start(onDue);

        public void Set(ActionKey key, DateTimeOffset due) => inner.Set(key, due);

        public void Remove(ActionKey key) => inner.Remove(key);

        public void Dispose() => seen.Add("outer disposed");
    }
}
