using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

internal static class BackendCalls
{
    public static async Task<IReadOnlyList<ResponderResult>> AddAsync(this IFirewallBackend backend, params string[] addresses) =>
        (
            await backend.ApplyAsync(
                [.. addresses.Select(static address => new FirewallEntry(Some.Prefix(address), null))],
                [],
                CancellationToken.None
            )
        ).Adds;

    public static async Task<IReadOnlyList<ResponderResult>> RemoveAsync(this IFirewallBackend backend, params string[] addresses) =>
        (await backend.ApplyAsync([], [.. addresses.Select(Some.Prefix)], CancellationToken.None)).Removes;

    public static async Task<IEnumerable<string>> ListedAsync(this IFirewallBackend backend) =>
        (await backend.ListAsync(CancellationToken.None)).Select(static entry => entry.Address.ToString());

    public static ValueTask<FirewallProbe> ProbeAsync(this IFirewallBackend backend) => backend.ProbeAsync(CancellationToken.None);
}
