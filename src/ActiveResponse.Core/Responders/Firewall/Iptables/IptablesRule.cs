using System.Net;
using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>The rule for one blocked address in iptables's notation; its comment has the end.</summary>
/// <param name="Address">The address.</param>
/// <param name="Until">When the block ends, in Unix seconds; null if it stays until lifted.</param>
/// <param name="Target">The target of its packets.</param>
internal readonly record struct IptablesRule(AddressPrefix Address, long? Until, string Target)
{
    /// <summary>The mark of our rules.</summary>
    public const string Mark = "active-response";

    private const string Source = "-s ";
    private const string Comment = "-m comment --comment ";
    private const string Jump = " -j ";
    private const string End = "\"" + Mark + " until=";

    public static IptablesRule Of(FirewallEntry entry, string target) => new(entry.Address, FirewallEnd.Seconds(entry.Until), target);

    /// <summary>The rule that jumps to our chain.</summary>
    public static string JumpTo(string chain) => $"{Comment}{Mark}{Jump}{chain}";

    /// <summary>Whether a rule is ours, whatever its content.</summary>
    public static bool IsMarked(string rule) =>
        rule.Contains($"{Comment}{Mark} ", StringComparison.Ordinal) || rule.Contains(Comment + End, StringComparison.Ordinal);

    public FirewallEntry Entry => new(Address, FirewallEnd.At(Until));

    public void AddTo(FirewallScript script)
    {
        script.Add(Source).AddWithLength(Address).Add(" " + Comment);
        _ = Until is { } end ? script.Add(End).Add(end).Add("\""u8) : script.Add(Mark);
        script.Add(Jump).Add(Target);
    }

    public override string ToString()
    {
        var text = new FirewallScript();
        AddTo(text);
        return text.ToString();
    }

    /// <summary>Reads a rule of ours for an address.</summary>
    public static bool TryParse(string text, bool isIPv6, out IptablesRule rule)
    {
        rule = default;
        var rest = text.AsSpan();
        AddressPrefix address;
        if (rest.StartsWith(Source))
        {
            var blank = rest[Source.Length..].IndexOf(' ');
            if (blank < 0 || !AddressPrefix.TryParse(rest.Slice(Source.Length, blank), out address) || address.IsIPv6 != isIPv6)
            {
                return false;
            }

            rest = rest[(Source.Length + blank + 1)..];
        }
        else
        {
            address = AddressPrefix.From(isIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        }

        if (!rest.StartsWith(Comment) || !TryReadEnd(rest[Comment.Length..], out var until, out rest) || !rest.StartsWith(Jump))
        {
            return false;
        }

        var target = rest[Jump.Length..];
        rule = new IptablesRule(address, until, target is IptablesPlace.Drop ? IptablesPlace.Drop : target.ToString());
        return !rule.Target.Contains(' ', StringComparison.Ordinal);
    }

    private static bool TryReadEnd(ReadOnlySpan<char> text, out long? until, out ReadOnlySpan<char> rest)
    {
        until = null;
        rest = default;
        if (!text.StartsWith(End))
        {
            rest = text.StartsWith(Mark) ? text[Mark.Length..] : [];
            return !rest.IsEmpty;
        }

        text = text[End.Length..];
        var quote = text.IndexOf('"');
        if (quote < 0 || !FirewallEnd.TryParse(text[..quote], out var seconds))
        {
            return false;
        }

        until = seconds;
        rest = text[(quote + 1)..];
        return true;
    }
}
