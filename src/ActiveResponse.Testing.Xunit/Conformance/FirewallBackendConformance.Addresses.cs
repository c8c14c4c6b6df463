using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>Families and networks: what can't be expressed is refused, never cut down to what can.</content>
public abstract partial class FirewallBackendConformance
{
    [Fact]
    public async Task Blocks_IPv6_if_it_says_so_and_refuses_it_otherwise()
    {
        var backend = await CreateAsync();

        await HasOrRefusesAsync(
            backend,
            backend.Capabilities.HasFlag(FirewallCapabilities.IPv6),
            "2001:db8::9",
            "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"
        );
    }

    [Fact]
    public async Task Blocks_networks_if_it_says_so_and_refuses_them_otherwise()
    {
        var backend = await CreateAsync();

        await HasOrRefusesAsync(
            backend,
            backend.Capabilities.HasFlag(FirewallCapabilities.Prefixes),
            "192.0.2.0/24",
            "198.51.100.128/25",
            "203.0.113.8/31"
        );
    }

    [Fact]
    public async Task Blocks_IPv6_networks_if_it_says_so_and_refuses_them_otherwise()
    {
        var backend = await CreateAsync();

        await HasOrRefusesAsync(
            backend,
            backend.Capabilities.HasFlag(FirewallCapabilities.Prefixes | FirewallCapabilities.IPv6),
            "2001:db8:1::/48",
            "2001:db8:2::/65",
            "2001:db8::8/127",
            "2001:db8:4000::/34"
        );
    }

    [Fact]
    public async Task A_refused_entry_does_not_keep_the_others_out()
    {
        var backend = await CreateAsync();
        var takesNetworks = backend.Capabilities.HasFlag(FirewallCapabilities.Prefixes);
        var takesIPv6 = backend.Capabilities.HasFlag(FirewallCapabilities.IPv6);

        var results = await AddAsync(backend, Entry("203.0.113.9"), Entry("192.0.2.0/24"), Entry("2001:db8::9"), Entry("203.0.113.10"));

        Assert.Equal([true, takesNetworks, takesIPv6, true], results.Select(static result => result.IsSuccess));
        Assert.All(results.Where(static result => !result.IsSuccess), static result => Assert.Equal(ActionOutcome.Refused, result.Outcome));
        string[] expected = (takesNetworks, takesIPv6) switch
        {
            (true, true) => ["192.0.2.0/24", "2001:db8::9", "203.0.113.10", "203.0.113.9"],
            (true, false) => ["192.0.2.0/24", "203.0.113.10", "203.0.113.9"],
            (false, true) => ["2001:db8::9", "203.0.113.10", "203.0.113.9"],
            (false, false) => ["203.0.113.10", "203.0.113.9"],
        };
        var entries = (await EntriesAsync(backend)).Select(static entry => entry.Address.ToString());
        Assert.Equal(expected, entries.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0/25", "192.0.2.9", "192.0.2.0")]
    [InlineData("192.0.2.9", "192.0.2.8/29", "192.0.2.0/26", "192.0.2.0/24")]
    [InlineData("2001:db8::/32", "2001:db8::/64", "2001:db8::", "2001:db8::9")]
    [InlineData("2001:db8::9", "2001:db8::8/125", "2001:db8::/48", "2001:db8::/32")]
    public async Task Networks_that_overlap_and_addresses_within_them_are_entries_of_their_own(
        string first,
        string second,
        string third,
        string fourth
    )
    {
        var backend = await CreateAsync();
        if (
            !backend.Capabilities.HasFlag(FirewallCapabilities.Prefixes)
            || (Prefix(first).IsIPv6 && !backend.Capabilities.HasFlag(FirewallCapabilities.IPv6))
        )
        {
            // Which of them are refused is the matter of other tests; here: whatever is taken can be taken away.
            var taken = await AddAsync(backend, Entry(first), Entry(second), Entry(third), Entry(fourth));
            Assert.Equal(taken.Count(static result => result.IsSuccess), (await EntriesAsync(backend)).Count);
            return;
        }

        await AddAsync(backend, Entry(first), Entry(second, In(minutes: 10)));
        Succeeded(await AddAsync(backend, Entry(third, In(minutes: 20)), Entry(fourth)));
        await HasAsync(backend, Entry(first), Entry(second, In(minutes: 10)), Entry(third, In(minutes: 20)), Entry(fourth));
        Succeeded(await RemoveAsync(backend, Prefix(second)));
        await HasAsync(backend, Entry(first), Entry(third, In(minutes: 20)), Entry(fourth));
        Succeeded(await RemoveAsync(backend, Prefix(first), Prefix(fourth)));
        await HasAsync(backend, Entry(third, In(minutes: 20)));
    }

    private async Task HasOrRefusesAsync(IFirewallBackend backend, bool can, params string[] addresses)
    {
        var until = In(minutes: 10);
        FirewallEntry[] entries = [.. addresses.Select(address => Entry(address, until))];

        var results = await AddAsync(backend, entries);

        if (!can)
        {
            Assert.All(results, static result => Assert.Equal(ActionOutcome.Refused, result.Outcome));
            Assert.All(results, static result => Assert.False(string.IsNullOrEmpty(result.Detail), "a refusal says why"));
            await HasAsync(backend);
            return;
        }

        Succeeded(results);
        await HasAsync(backend, entries);
        Succeeded(await RemoveAsync(backend, [.. entries.Select(static entry => entry.Address)]));
        await HasAsync(backend);
    }
}
