using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>An element of a set in ipset's notation.</summary>
internal static class IpsetElement
{
    /// <summary>The comment before the requested end.</summary>
    public const string End = IptablesRule.Mark + " until=";

    // The kernel counts milliseconds in 31 bits.
    private const double MostSeconds = 2_147_483;

    /// <summary>The seconds after which the kernel ends an element; 0 for never.</summary>
    /// <remarks>An end beyond the kernel's range gets no timeout: the engine's timer ends it, and it doesn't end early.</remarks>
    public static long Timeout(FirewallEntry entry, DateTimeOffset now)
    {
        var seconds = entry.Until is { } until ? Math.Max(1, Math.Ceiling((until - now).TotalSeconds)) : 0;
        return seconds > MostSeconds ? 0 : (long)seconds;
    }

    /// <summary>Reads one of our elements.</summary>
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
        if (!TryParseComment(comment, out var until))
        {
            return false;
        }

        entry = new FirewallEntry(address, until);
        return true;
    }

    /// <summary>Reads the end from an element's comment.</summary>
    /// <returns>Whether it is one of ours.</returns>
    public static bool TryParseComment(ReadOnlySpan<char> comment, out DateTimeOffset? until)
    {
        until = null;
        if (comment is IptablesRule.Mark)
        {
            return true;
        }

        if (!comment.StartsWith(End) || !FirewallEnd.TryParse(comment[End.Length..], out var seconds))
        {
            return false;
        }

        until = FirewallEnd.At(seconds);
        return true;
    }
}
