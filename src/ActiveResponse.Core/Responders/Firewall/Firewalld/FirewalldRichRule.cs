using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The form of our rich rules, as OSSEC's <c>firewalld-drop.sh</c> writes them and firewalld lists them.</summary>
internal sealed class FirewalldRichRule(FirewalldRefusal refusal)
{
    private readonly string _action = refusal == FirewalldRefusal.Drop ? "drop" : "reject";

    /// <summary>Formats a rule for firewall-cmd.</summary>
    public string Format(AddressPrefix address) => $"rule family='{Family(address)}' source address='{address}' {_action}";

    /// <summary>Reads a listed rule of exactly our form; to firewalld, a rule with additions or another spelling of the address is a
    /// different one.</summary>
    public bool TryRead(string line, out AddressPrefix address)
    {
        const string Before = "source address=\"";
        address = default;
        var start = line.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        var end = start < Before.Length ? -1 : line.IndexOf('"', start);
        return end >= 0 && AddressPrefix.TryParse(line[start..end], out address) && line == Format(address).Replace('\'', '"');
    }

    private static string Family(AddressPrefix address) => address.IsIPv6 ? "ipv6" : "ipv4";
}
