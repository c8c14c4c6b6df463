using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>One entry: there, there again, gone, gone again, and until when.</content>
public abstract partial class FirewallBackendConformance
{
    [Fact]
    public async Task Adds_an_address_and_takes_it_away()
    {
        var backend = await CreateAsync();

        Succeeded(await AddAsync(backend, Entry("203.0.113.9")));
        await HasAsync(backend, Entry("203.0.113.9"));
        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9")));
        await HasAsync(backend);
    }

    [Fact]
    public async Task Adding_what_is_there_succeeds_and_leaves_one_entry()
    {
        var backend = await CreateAsync();
        var until = In(minutes: 10);

        Succeeded(await AddAsync(backend, Entry("203.0.113.9", until)));
        Succeeded(await AddAsync(backend, Entry("203.0.113.9", until)));
        await HasAsync(backend, Entry("203.0.113.9", until));
        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9")));
        await HasAsync(backend);
    }

    [Fact]
    public async Task Removing_what_is_not_there_succeeds()
    {
        var backend = await CreateAsync();

        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9")));
        await AddAsync(backend, Entry("203.0.113.9"), Entry("203.0.113.10"));
        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9")));
        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9")));
        await HasAsync(backend, Entry("203.0.113.10"));
    }

    [Fact]
    public async Task What_was_removed_can_be_added_again()
    {
        var backend = await CreateAsync();

        await AddAsync(backend, Entry("203.0.113.9", In(minutes: 10)));
        await RemoveAsync(backend, Prefix("203.0.113.9"));
        Succeeded(await AddAsync(backend, Entry("203.0.113.9", In(minutes: 20))));
        await HasAsync(backend, Entry("203.0.113.9", In(minutes: 20)));
    }

    [Fact]
    public async Task An_extended_entry_has_its_new_end()
    {
        var backend = await CreateAsync();

        await AddAsync(backend, Entry("203.0.113.9", In(minutes: 10)));
        Succeeded(await AddAsync(backend, Entry("203.0.113.9", In(minutes: 60))));
        await HasAsync(backend, Entry("203.0.113.9", In(minutes: 60)));
    }

    [Fact]
    public async Task A_timed_entry_becomes_permanent()
    {
        var backend = await CreateAsync();

        await AddAsync(backend, Entry("203.0.113.9", In(minutes: 10)));
        Succeeded(await AddAsync(backend, Entry("203.0.113.9")));
        await HasAsync(backend, Entry("203.0.113.9"));
    }

    [Fact]
    public async Task A_permanent_entry_takes_an_end()
    {
        var backend = await CreateAsync();

        await AddAsync(backend, Entry("203.0.113.9"));
        Succeeded(await AddAsync(backend, Entry("203.0.113.9", In(minutes: 10))));
        await HasAsync(backend, Entry("203.0.113.9", In(minutes: 10)));
    }

    [Fact]
    public async Task An_entry_whose_end_has_passed_does_not_stay_for_good()
    {
        var backend = await CreateAsync();

        if (!backend.Capabilities.HasFlag(FirewallCapabilities.KeepsEnds))
        {
            // Ends are not kept: the engine's timer ends it.
            return;
        }

        await AddAsync(backend, Entry("203.0.113.9", In(minutes: -10)));
        Assert.DoesNotContain(await EntriesAsync(backend), entry => entry.Until is null || entry.Until > Clock.GetUtcNow() + Precision);
    }

    [Fact]
    public async Task An_end_further_than_the_platform_counts_is_taken()
    {
        var backend = await CreateAsync();

        Succeeded(
            await AddAsync(backend, Entry("203.0.113.9", In(minutes: 60 * 24 * 365 * 90)), Entry("203.0.113.10", DateTimeOffset.MaxValue))
        );
        var entries = await EntriesAsync(backend);
        Assert.Equal(["203.0.113.10", "203.0.113.9"], Texts(entries.Select(static entry => entry.Address)));
        Assert.All(
            entries,
            entry => Assert.True(entry.Until is null || entry.Until > In(minutes: 60 * 24), $"{entry.Address} ends {entry.Until:O}")
        );
    }

    [Fact]
    public async Task A_cancelled_batch_changes_nothing_and_passes_the_cancellation_on()
    {
        var backend = await CreateAsync();
        await AddAsync(backend, Entry("203.0.113.9"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            backend.ApplyAsync([Entry("203.0.113.10")], [Prefix("203.0.113.9")], new CancellationToken(canceled: true)).AsTask()
        );
        await HasAsync(backend, Entry("203.0.113.9"));
        Succeeded(await AddAsync(backend, Entry("203.0.113.11")));
    }
}
