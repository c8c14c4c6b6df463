using System.Text.RegularExpressions;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>What is really in place: how often each address is blocked by each firewall, read past the library.</summary>
internal static partial class HostState
{
    public static async Task<Dictionary<EffectKey, int>> ReadAsync(CrashLab lab)
    {
        var counts = new Dictionary<EffectKey, int>();
        var nft = await lab.ExecAsync("sh", "-c", "nft list table inet active_response 2>/dev/null || true");
        Count(counts, CrashConfig.Nftables, Elements().Matches(nft).SelectMany(static match => Address().Matches(match.Value)));
        foreach (var program in new[] { "iptables", "ip6tables" })
        {
            var rules = await lab.ExecAsync("sh", "-c", $"{program} -S active_response 2>/dev/null || true");
            Count(counts, CrashConfig.Iptables, Address().Matches(rules));
        }

        var denied = (await File.ReadAllLinesAsync(lab.DenyFile)).Where(static line => !line.StartsWith('#'));
        Count(counts, CrashConfig.HostsDeny, denied.SelectMany(static line => Address().Matches(line)));
        return counts;
    }

    private static void Count(Dictionary<EffectKey, int> counts, string responder, IEnumerable<Match> matches)
    {
        foreach (var match in matches)
        {
            var key = new EffectKey(responder, match.Value);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
    }

    [GeneratedRegex(@"elements = \{[^}]*\}")]
    private static partial Regex Elements();

    [GeneratedRegex(@"198\.51\.100\.\d+|2001:db8::[0-9a-f]+")]
    private static partial Regex Address();
}
