namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>Traffic whose block shows by what a client sends twice: for firewalls that don't count what they stop.</summary>
internal static class UnansweredTraffic
{
    /// <summary>Counts, where the firewall is, the connection attempts that are repeated because the first had no answer.</summary>
    public static async Task<FirewallTraffic> WatchAsync(NetworkLab lab, bool ipv6)
    {
        var source = ipv6 ? "ip6 saddr" : "ip saddr";
        await lab.Firewall.NftAsync(
            $$"""
            add table inet watch
            add set inet watch seen { type {{(ipv6 ? "ipv6_addr" : "ipv4_addr")}} . inet_service; flags dynamic; size 65535; }
            add chain inet watch first { type filter hook prerouting priority -400; policy accept; }
            add rule inet watch first tcp flags & (syn | ack) == syn {{source}} . tcp sport @seen counter
            add rule inet watch first tcp flags & (syn | ack) == syn add @seen { {{source}} . tcp sport }
            """
        );
        return new FirewallTraffic(
            lab,
            ipv6,
            async () =>
            {
                var rules = await lab.Firewall.ExecAsync("nft", "list", "chain", "inet", "watch", "first");
                return long.Parse(
                    System.Text.RegularExpressions.Regex.Match(rules, "counter packets ([0-9]+)").Groups[1].Value,
                    System.Globalization.CultureInfo.InvariantCulture
                );
            }
        );
    }
}
