using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>Batches: one result for each entry, in order.</content>
public abstract partial class FirewallBackendConformance
{
    [Fact]
    public async Task An_empty_batch_has_no_results_and_changes_nothing()
    {
        var backend = await CreateAsync();
        await AddAsync(backend, Entry("203.0.113.9"));

        var result = await backend.ApplyAsync([], [], CancellationToken.None);

        Assert.Empty(result.Adds);
        Assert.Empty(result.Removes);
        await HasAsync(backend, Entry("203.0.113.9"));
    }

    [Fact]
    public async Task Adds_and_removes_in_one_batch()
    {
        var backend = await CreateAsync();
        await AddAsync(backend, Entry("203.0.113.9"), Entry("203.0.113.10"));

        var result = await backend.ApplyAsync(
            [Entry("203.0.113.11")],
            [Prefix("203.0.113.9"), Prefix("203.0.113.12")],
            CancellationToken.None
        );

        Assert.Single(result.Adds);
        Assert.Equal(2, result.Removes.Count);
        Succeeded([.. result.Adds, .. result.Removes]);
        await HasAsync(backend, Entry("203.0.113.10"), Entry("203.0.113.11"));
    }

    [Fact]
    public async Task An_address_twice_in_a_batch_is_one_entry_and_two_results()
    {
        var backend = await CreateAsync();

        Succeeded(await AddAsync(backend, Entry("203.0.113.9"), Entry("203.0.113.10"), Entry("203.0.113.9")));
        await HasAsync(backend, Entry("203.0.113.9"), Entry("203.0.113.10"));
        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9"), Prefix("203.0.113.9")));
        await HasAsync(backend, Entry("203.0.113.10"));
    }

    [Fact]
    public async Task A_large_batch_has_a_result_for_each_entry_in_order()
    {
        var backend = await CreateAsync();
        var addresses = Addresses(LargeBatch, backend.Capabilities.HasFlag(FirewallCapabilities.IPv6));
        var until = In(minutes: 10);
        FirewallEntry[] entries = [.. addresses.Select((address, i) => new FirewallEntry(address, i % 3 == 0 ? null : until))];

        Succeeded(await AddAsync(backend, entries));
        await HasAsync(backend, entries);

        // Every other one goes; then all are to go, and what went before must not be told as what goes now.
        Succeeded(await RemoveAsync(backend, [.. addresses.Where(static (_, i) => i % 2 == 0)]));
        await HasAsync(backend, [.. entries.Where(static (_, i) => i % 2 != 0)]);
        var results = await RemoveAsync(backend, addresses);
        Succeeded(results);
        Assert.All(results.Where(static (_, i) => i % 2 != 0), static result => Assert.Equal(ActionOutcome.Lifted, result.Outcome));
        await HasAsync(backend);
    }

    [Fact]
    public async Task A_bad_entry_in_a_large_batch_is_named_and_all_others_land()
    {
        var addresses = Addresses(LargeBatch, withIPv6: false);
        var bad = addresses[LargeBatch / 3];
        var backend = await CreateFailingForAsync(bad);
        if (backend is null)
        {
            // No single entry can fail.
            return;
        }

        var results = await AddAsync(backend, [.. addresses.Select(static address => new FirewallEntry(address, null))]);

        var failed = Assert.Single(results.Index(), static pair => !pair.Item.IsSuccess);
        Assert.Equal(LargeBatch / 3, failed.Index);
        Assert.Contains(bad.ToString(), failed.Item.Detail, StringComparison.Ordinal);
        var there = await EntriesAsync(await CreateAsync());
        Assert.Equal(Texts(addresses.Where(address => address != bad)), Texts(there.Select(static entry => entry.Address)));
    }

    // IPv4 has three small ranges for documentation; beyond them a backend without IPv6 gets addresses of the range for benchmarks.
    private static AddressPrefix[] Addresses(int count, bool withIPv6)
    {
        string[] networks = ["192.0.2", "198.51.100", "203.0.113"];
        var small = networks.SelectMany(static network => Enumerable.Range(0, 256).Select(host => $"{network}.{host}"));
        var large = Enumerable
            .Range(0, count)
            .Select(i => withIPv6 ? $"2001:db8::{i >> 8:x}:{i & 255:x}" : $"198.{18 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}");
        return [.. small.Concat(large).Take(count).Select(Prefix)];
    }
}
