using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Nftables;

internal static class NftablesBackendExtensions
{
    public static FirewallEntry Entry(string address, DateTimeOffset? until = null) => new(Some.Prefix(address), until);

    /// <summary>Blocks one address, which must succeed.</summary>
    public static async Task BlockAsync(this IFirewallBackend backend, string address, DateTimeOffset? until = null)
    {
        var result = (await backend.ApplyAsync([Entry(address, until)], [], CancellationToken.None)).Adds.Single();
        result.Outcome.Should().Be(ActionOutcome.Applied, result.Detail);
    }

    /// <summary>Lets one address in again, which must succeed.</summary>
    public static async Task<ActionOutcome> LetInAsync(this IFirewallBackend backend, string address)
    {
        var result = (await backend.ApplyAsync([], [Some.Prefix(address)], CancellationToken.None)).Removes.Single();
        result.IsSuccess.Should().BeTrue(result.Detail);
        return result.Outcome;
    }

    public static async Task<IReadOnlyList<FirewallEntry>> ListedAsync(this IFirewallBackend backend) =>
        await backend.ListAsync(CancellationToken.None);

    public static async Task<IEnumerable<string>> AddressesAsync(this IFirewallBackend backend) =>
        (await backend.ListedAsync()).Select(static entry => entry.Address.ToString());
}
