using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <content>The host around it: the administrator's entries, other processes, and leaving no trace.</content>
public abstract partial class FirewallBackendConformance
{
    [Fact]
    public async Task Has_a_name_and_capabilities_that_do_not_change()
    {
        var backend = await CreateAsync();
        var (name, capabilities) = (backend.Name, backend.Capabilities);
        await AddAsync(backend, Entry("203.0.113.9"));
        var other = await CreateAsync();

        Assert.False(string.IsNullOrWhiteSpace(name), "the name is what <executable> refers to");
        Assert.Equal((name, capabilities), (backend.Name, backend.Capabilities));
        Assert.Equal((name, capabilities), (other.Name, other.Capabilities));
    }

    [Fact]
    public async Task Probing_finds_it_usable_and_changes_nothing()
    {
        var backend = await CreateAsync();
        var before = await DescribeHostAsync();

        var probe = await backend.ProbeAsync(CancellationToken.None);

        Assert.True(probe.IsUsable, probe.Reason);
        Assert.Equal(before, await DescribeHostAsync());
    }

    [Fact]
    public async Task Uninstalling_leaves_the_place_as_it_was_found()
    {
        var before = await DescribeHostAsync();
        var backend = await CreateAsync();
        await AddAsync(backend, Entry("203.0.113.9"), Entry("203.0.113.10", In(minutes: 10)));
        Assert.NotEqual(before, await DescribeHostAsync());
        if (!backend.Capabilities.HasFlag(FirewallCapabilities.MarksEntries))
        {
            // Whose they are is on record elsewhere, and whoever has that record takes them away first.
            await RemoveAsync(backend, Prefix("203.0.113.9"), Prefix("203.0.113.10"));
        }

        await backend.UninstallAsync(CancellationToken.None);

        Assert.Equal(before, await DescribeHostAsync());
        await backend.UninstallAsync(CancellationToken.None);
        Assert.Equal(before, await DescribeHostAsync());
    }

    [Fact]
    public async Task Works_again_after_uninstalling()
    {
        var backend = await CreateAsync();
        await AddAsync(backend, Entry("203.0.113.9"));
        await RemoveAsync(backend, Prefix("203.0.113.9"));
        await backend.UninstallAsync(CancellationToken.None);

        await HasAsync(backend);
        Succeeded(await AddAsync(backend, Entry("203.0.113.10")));
        await HasAsync(backend, Entry("203.0.113.10"));
    }

    [Fact]
    public async Task Entries_of_the_administrator_are_neither_listed_nor_touched()
    {
        var backend = await CreateAsync();
        if (!backend.Capabilities.HasFlag(FirewallCapabilities.MarksEntries))
        {
            // They can't be told apart: see the test for such places.
            return;
        }

        if (!await PutForeignEntryAsync(Prefix("198.51.100.7")))
        {
            // Nobody else can put anything there.
            return;
        }

        var before = await DescribeHostAsync();
        await HasAsync(backend);
        await RemoveAsync(backend, Prefix("198.51.100.7"));
        Assert.Contains("198.51.100.7", await DescribeHostAsync(), StringComparison.Ordinal);
        await AddAsync(backend, Entry("198.51.100.7", In(minutes: 10)), Entry("203.0.113.9"));
        await RemoveAsync(backend, Prefix("198.51.100.7"));
        await HasAsync(backend, Entry("203.0.113.9"));
        Assert.Contains("198.51.100.7", await DescribeHostAsync(), StringComparison.Ordinal);

        await backend.UninstallAsync(CancellationToken.None);
        Assert.Equal(before, await DescribeHostAsync());
    }

    [Fact]
    public async Task What_was_there_before_is_answered_as_such_where_it_can_not_be_told_apart()
    {
        var backend = await CreateAsync();
        if (backend.Capabilities.HasFlag(FirewallCapabilities.MarksEntries))
        {
            // They can be told apart: see the test for such places.
            return;
        }

        if (!await PutForeignEntryAsync(Prefix("198.51.100.7")))
        {
            // Nobody else can put anything there.
            return;
        }

        var before = await DescribeHostAsync();
        var results = await AddAsync(backend, Entry("203.0.113.9"), Entry("198.51.100.7", In(minutes: 10)));
        Assert.Equal([ActionOutcome.Applied, ActionOutcome.AlreadyApplied], results.Select(static result => result.Outcome));
        Succeeded(await RemoveAsync(backend, Prefix("203.0.113.9")));
        await HasAsync(backend, Entry("198.51.100.7"));

        await backend.UninstallAsync(CancellationToken.None);
        Assert.Equal(before, await DescribeHostAsync());
    }

    [Fact]
    public async Task A_second_instance_sees_and_removes_what_the_first_left()
    {
        var first = await CreateAsync();
        await AddAsync(first, Entry("203.0.113.9", In(minutes: 10)), Entry("203.0.113.10"));

        var second = await CreateAsync();

        await HasAsync(second, Entry("203.0.113.9", In(minutes: 10)), Entry("203.0.113.10"));
        Succeeded(await RemoveAsync(second, Prefix("203.0.113.9")));
        await HasAsync(first, Entry("203.0.113.10"));
    }

    [Fact]
    public async Task Two_instances_at_once_lose_nothing()
    {
        var first = await CreateAsync();
        var second = await CreateAsync();

        await Task.WhenAll(Task.Run(() => WorkAsync(first, "203.0.113")), Task.Run(() => WorkAsync(second, "198.51.100")));

        await HasAsync(first, [.. Left("203.0.113"), .. Left("198.51.100")]);

        async Task WorkAsync(IFirewallBackend backend, string network)
        {
            for (var i = 0; i < RoundsAtOnce; i++)
            {
                Succeeded(await AddAsync(backend, Entry($"{network}.{i}"), Entry($"{network}.{100 + i}")));
                Succeeded(await RemoveAsync(backend, Prefix($"{network}.{100 + i}")));
            }
        }

        IEnumerable<FirewallEntry> Left(string network) => Enumerable.Range(0, RoundsAtOnce).Select(i => Entry($"{network}.{i}"));
    }
}
