using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>An element of a set in ipset's notation.</summary>
internal static class IpsetElement
{
    /// <summary>The comment before the requested end.</summary>
    public const string End = IptablesRule.Mark + " until=";

    /// <summary>Reads one of our elements.</summary>
    // Long: one case per option of an element.
    public static bool TryParse(ReadOnlySpan<char> text, bool isIPv6, out FirewallEntry entry)
    {
        entry = default;
        const string Timeout = " timeout ";
        const string Comment = " comment \"";
        var blank = text.IndexOf(' ');
        var at = text.IndexOf(Comment);
        if (
            blank < 0
            || at < blank
            || !text[blank..at].StartsWith(Timeout)
            || text[(blank + Timeout.Length)..at].ContainsAnyExceptInRange('0', '9')
            || !text.EndsWith("\"")
            || !AddressPrefix.TryParse(text[..blank], out var address)
            || address.IsIPv6 != isIPv6
        )
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
