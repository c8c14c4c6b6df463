using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Engine;

public sealed class LiftTests
{
    [Fact]
    public async Task Lifting_one_address_looks_at_it_alone()
    {
        var store = new FaultyStore(new InMemoryResponseStore());
        var firewall = new InMemoryFirewall();
        var services = new ServiceCollection();
        services.AddActiveResponse().UseStore(_ => store).AddFirewall(_ => firewall);
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();
        await engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.9"), TimeSpan.FromHours(1));
        await engine.ApplyAsync("memory-firewall", Some.Address("203.0.113.10"), TimeSpan.FromHours(1));
        store.FailsList = static () => true;

        var lifted = await engine.LiftAsync(Some.Address("203.0.113.9"));

        lifted.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted, "a million others would have been read for it");
        firewall.Entries.Keys.Should().Equal(Some.Address("203.0.113.10").Address!.Value);
        store.FailsList = static () => false;
    }
}
