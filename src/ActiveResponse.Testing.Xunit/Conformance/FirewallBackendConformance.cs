using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IFirewallBackend"/> must do, whatever it can express. Derive from it in a test project; xunit finds the
/// tests.</summary>
/// <remarks>
/// Each test starts with a new object of the derived class and expects a place without entries of ours: make the place in the constructor,
/// remove it in <see cref="IDisposable.Dispose"/>. Where the place can't be made (no root, no such program), call
/// <see cref="Assert.Skip(string)"/>. All addresses are of the ranges for documentation and benchmarks.
/// </remarks>
public abstract partial class FirewallBackendConformance
{
    private DateTimeOffset? _start;

    /// <summary>What "now" is to the backend. Default: the system's clock; a backend whose platform keeps no time may be given a
    /// <see cref="ManualClock"/>.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>By how much an end that is listed may differ from the one that was given. Default: one second.</summary>
    protected virtual TimeSpan Precision => TimeSpan.FromSeconds(1);

    /// <summary>How many entries the large batch has. Default: 5,000; fewer only where each entry takes a program run.</summary>
    protected virtual int LargeBatch => 5_000;

    /// <summary>How often each of two instances that work at once adds and removes. Default: 20; fewer only where a program run takes
    /// long.</summary>
    protected virtual int RoundsAtOnce => 20;

    /// <summary>A backend. Every call gives one that works in the same place, as two processes would have.</summary>
    protected abstract ValueTask<IFirewallBackend> CreateAsync();

    /// <summary>The state of the place as a text, e.g. the file or the rule set: equal texts for equal states, and nothing that changes by
    /// itself.</summary>
    protected abstract ValueTask<string> DescribeHostAsync();

    /// <summary>Puts a block of the administrator's where the backend works.</summary>
    /// <param name="address">What the administrator blocks.</param>
    /// <returns>False when nobody else can put anything there. Default.</returns>
    protected virtual ValueTask<bool> PutForeignEntryAsync(AddressPrefix address) => ValueTask.FromResult(false);

    /// <summary>A backend whose program fails for one address and for no other, e.g. because the runner it is given spoils that
    /// address.</summary>
    /// <param name="bad">The address.</param>
    /// <returns>Null when no single entry can fail. Default.</returns>
    protected virtual ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad) =>
        ValueTask.FromResult<IFirewallBackend?>(null);

    /// <summary>The entries that are in place. Default: what the backend lists; one that can't list is looked at in another way
    /// here.</summary>
    /// <param name="backend">The backend.</param>
    protected virtual ValueTask<IReadOnlyList<FirewallEntry>> EntriesAsync(IFirewallBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return backend.ListAsync(CancellationToken.None);
    }

    /// <summary>The time in so many minutes from the start of the test, in whole seconds.</summary>
    private DateTimeOffset In(int minutes)
    {
        var start = _start ??= Clock.GetUtcNow();
        return start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond)).AddMinutes(minutes);
    }

    private static AddressPrefix Prefix(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    private static FirewallEntry Entry(string address, DateTimeOffset? until = null) => new(Prefix(address), until);

    private static async Task<IReadOnlyList<ResponderResult>> AddAsync(IFirewallBackend backend, params FirewallEntry[] entries)
    {
        var result = await backend.ApplyAsync(entries, [], CancellationToken.None);
        Assert.Equal(entries.Length, result.Adds.Count);
        Assert.Empty(result.Removes);
        return result.Adds;
    }

    private static async Task<IReadOnlyList<ResponderResult>> RemoveAsync(IFirewallBackend backend, params AddressPrefix[] addresses)
    {
        var result = await backend.ApplyAsync([], addresses, CancellationToken.None);
        Assert.Equal(addresses.Length, result.Removes.Count);
        Assert.Empty(result.Adds);
        return result.Removes;
    }

    private static void Succeeded(IEnumerable<ResponderResult> results) =>
        Assert.All(results, static result => Assert.True(result.IsSuccess, $"{result.Outcome}: {result.Detail}"));

    /// <summary>Fails unless exactly these entries are in place, with their ends where they are kept.</summary>
    private async Task HasAsync(IFirewallBackend backend, params FirewallEntry[] expected)
    {
        var found = await EntriesAsync(backend);
        Assert.Equal(Texts(expected.Select(static entry => entry.Address)), Texts(found.Select(static entry => entry.Address)));
        if (!backend.Capabilities.HasFlag(FirewallCapabilities.KeepsEnds))
        {
            return;
        }

        var ends = found.ToDictionary(static entry => entry.Address, static entry => entry.Until);
        Assert.All(
            expected,
            entry =>
                Assert.True(
                    IsSameTime(entry.Until, ends[entry.Address]),
                    $"{entry.Address} ends {ends[entry.Address]:O}, not {entry.Until:O}"
                )
        );
    }

    private bool IsSameTime(DateTimeOffset? expected, DateTimeOffset? found) =>
        expected is { } one && found is { } other ? (one - other).Duration() <= Precision : expected is null && found is null;

    private static List<string> Texts(IEnumerable<AddressPrefix> addresses) =>
        [.. addresses.Select(static address => address.ToString()).Order(StringComparer.Ordinal)];
}
