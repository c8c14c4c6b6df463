using System.Collections.Immutable;
using ActiveResponse.Guards;

namespace ActiveResponse.Tool.Running;

/// <summary>The safety rails that options disable or adjust.</summary>
internal sealed record GuardSettings
{
    public static GuardSettings Default { get; } = new();

    /// <summary>The names of the rails that can be disabled.</summary>
    public static ImmutableArray<string> Known { get; } = ["own-address", "gateway", "resolver", "dhcp-server", "ssh-peer", "manager"];

    public ImmutableArray<string> Off { get; init; } = [];

    public ImmutableArray<string> BlockingNothing { get; init; } = [];

    public int? ShortestIPv4Prefix { get; init; }

    public int? ShortestIPv6Prefix { get; init; }

    public ImmutableArray<KeyValuePair<string, int>> Budgets { get; init; } = [];

    public bool RefusesUnresolved { get; init; }

    public void Set(GuardOptions options)
    {
        options.DescribeSwitchesBy(static (guard, _) => $"--no-guard {guard}");
        options.ProtectOwnAddresses = !Off.Contains("own-address");
        options.ProtectGateways = !Off.Contains("gateway");
        options.ProtectResolvers = !Off.Contains("resolver");
        options.ProtectDhcpServers = !Off.Contains("dhcp-server");
        options.ProtectSshPeer = !Off.Contains("ssh-peer");
        options.ProtectManagers = !Off.Contains("manager");
        options.ShortestIPv4Prefix = ShortestIPv4Prefix ?? options.ShortestIPv4Prefix;
        options.ShortestIPv6Prefix = ShortestIPv6Prefix ?? options.ShortestIPv6Prefix;
        options.UnresolvedNames = RefusesUnresolved ? UnresolvedNamePolicy.Refuse : UnresolvedNamePolicy.Proceed;
        options.BlockingNothing.UnionWith(BlockingNothing);
        foreach (var (response, limit) in Budgets)
        {
            options.Budgets[response] = limit;
        }
    }
}
