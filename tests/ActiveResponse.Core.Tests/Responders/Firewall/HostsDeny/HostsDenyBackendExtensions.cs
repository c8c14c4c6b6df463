using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

internal static class HostsDenyBackendExtensions
{
    public static async Task<ActionOutcome> AddAsync(this IFirewallBackend backend, string address, DateTimeOffset? until = null) =>
        (await backend.ApplyAsync([HostsDenyFixture.Entry(address, until)], [], CancellationToken.None)).Adds.Single().Outcome;

    public static async Task<ActionOutcome> RemoveAsync(this IFirewallBackend backend, string address) =>
        (await backend.ApplyAsync([], [HostsDenyFixture.Prefix(address)], CancellationToken.None)).Removes.Single().Outcome;

    /// <summary>Adds one address and expects that it fails.</summary>
    public static async Task<string> AddFailsAsync(this IFirewallBackend backend, string address = "203.0.113.9")
    {
        var result = (await backend.ApplyAsync([HostsDenyFixture.Entry(address)], [], CancellationToken.None)).Adds.Single();
        result.Outcome.Should().Be(ActionOutcome.Failed);
        return result.Detail!;
    }

    public static async Task<IReadOnlyList<FirewallEntry>> ListAsync(this IFirewallBackend backend) =>
        await backend.ListAsync(CancellationToken.None);
}
