using System.Globalization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfilter;

/// <summary>A rule that blocks what comes from, or goes to, an address.</summary>
internal readonly record struct IpfRule(bool IsIn, AddressPrefix Address)
{
    public static bool TryParse(string line, bool isIPv6, out IpfRule rule, out bool atHead, out string word)
    {
        var words = line.Split(' ');
        atHead = words is ["@1", ..];
        words = atHead ? words[1..] : words;
        rule = default;
        word = words.FirstOrDefault(static one => one is not ("block" or "in" or "out" or "quick" or "from" or "to" or "any")) ?? "";
        if (words is ["block", "in", "quick", "from", var from, "to", "any"])
        {
            rule = new IpfRule(true, AddressPrefix.TryParse(from, out var address) ? address : default);
        }
        else if (words is ["block", "out", "quick", "from", "any", "to", var to])
        {
            rule = new IpfRule(false, AddressPrefix.TryParse(to, out var address) ? address : default);
        }

        return rule.Address != default && rule.Address.IsIPv6 == isIPv6;
    }

    public override string ToString()
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{Address.Address}/{Address.Length}");
        return IsIn ? $"block in quick from {address} to any" : $"block out quick from any to {address}";
    }
}
