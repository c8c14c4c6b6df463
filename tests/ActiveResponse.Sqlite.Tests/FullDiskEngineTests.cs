using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>The whole engine over a database that takes no more.</summary>
public sealed class FullDiskEngineTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly InMemoryFirewall _firewall = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Once_the_disk_is_full_orders_fail_and_leave_nothing_and_what_is_in_place_ends_in_time()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_folder.Clock);
        services.AddActiveResponse().UseSqliteStore(_folder.Options with { MaxPages = 40 }).AddFirewall(_ => _firewall);
        await using var host = services.BuildServiceProvider();
        var engine = host.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        var applied = 0;
        ExecutedAction outcome;
        do
        {
            outcome = await engine.ApplyAsync(
                _firewall.Name,
                Subject.Of(AddressPrefix.From(IPAddress.Parse($"2001:db8::{++applied:x}"), 128)),
                TimeSpan.FromMinutes(10)
            );
        } while (outcome.Outcome == ActionOutcome.Applied && applied < 5000);

        outcome.Outcome.Should().Be(ActionOutcome.Failed);
        outcome.Detail.Should().Contain("the state could not be stored").And.Contain("is full");

        // Which of the two changes of a block finds the disk full, its plan or its confirmation, depends on how records fill pages. With
        // its plan on record it may be in place, and ends in time.
        var onRecord = (await engine.ListAsync()).Select(static effect => effect.Key.Subject.Address!.Value).ToList();
        onRecord.Count.Should().BeInRange(applied - 1, applied);
        _firewall.Entries.Keys.Should().BeEquivalentTo(onRecord, "what could not be written down was not done");

        _folder.Clock.Advance(TimeSpan.FromMinutes(10));
        await engine.DrainAsync();

        _firewall.Entries.Should().BeEmpty();
    }
}
