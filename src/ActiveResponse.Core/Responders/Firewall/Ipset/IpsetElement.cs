using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>An element of a set, as ipset reads and writes it: the kernel counts down its timeout, and the end that was asked for stands in its comment.</summary>
internal static class IpsetElement
{
    private const string End = IptablesRule.Mark + " until=";

    // The kernel counts milliseconds in 31 bits.
    private const double MostSeconds = 2_147_483;

    /// <summary>The element with its timeout.</summary>
    /// <remarks>What ends later than the kernel can count gets no timeout: the engine's timer ends it, and it doesn't end before its time.</remarks>
    public static string Of(FirewallEntry entry, DateTimeOffset now)
    {
        var seconds = entry.Until is { } until ? Math.Max(1, Math.Ceiling((until - now).TotalSeconds)) : 0;
        var comment = FirewallEnd.Seconds(entry.Until) is { } end ? string.Create(CultureInfo.InvariantCulture, $"{End}{end}") : IptablesRule.Mark;
        return string.Create(CultureInfo.InvariantCulture, $"{entry.Address} timeout {(seconds > MostSeconds ? 0 : seconds):F0} comment \"{comment}\"");
    }

    /// <summary>Reads an element that is ours.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, bool isIPv6, out FirewallEntry entry)
    {
        entry = default;
        const string Timeout = " timeout ";
        const string Comment = " comment \"";
        var blank = text.IndexOf(' ');
        var at = text.IndexOf(Comment);
        if (blank < 0 || at < blank || !text[blank..at].StartsWith(Timeout) || text[(blank + Timeout.Length)..at].ContainsAnyExceptInRange('0', '9')
            || !text.EndsWith("\"") || !AddressPrefix.TryParse(text[..blank].ToString(), out var address) || address.IsIPv6 != isIPv6)
        {
            return false;
        }

        at += Comment.Length;
        var comment = at < text.Length ? text[at..^1] : [];
        if (comment is IptablesRule.Mark)
        {
            entry = new FirewallEntry(address, null);
            return true;
        }

        if (!comment.StartsWith(End) || !FirewallEnd.TryParse(comment[End.Length..], out var seconds))
        {
            return false;
        }

        entry = new FirewallEntry(address, FirewallEnd.At(seconds));
        return true;
    }
}
