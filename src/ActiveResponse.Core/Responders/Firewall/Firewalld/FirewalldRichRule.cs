using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The one form of rich rule that is ours, as OSSEC's <c>firewalld-drop.sh</c> writes it and as firewalld lists it.</summary>
internal sealed class FirewalldRichRule(FirewalldRefusal refusal)
{
    private readonly string _action = refusal == FirewalldRefusal.Drop ? "drop" : "reject";

    /// <summary>The rule as it is given to firewall-cmd.</summary>
    public string Format(AddressPrefix address) => $"rule family='{Family(address)}' source address='{address}' {_action}";

    /// <summary>Reads a listed rule that is exactly ours; a rule that has anything more, or another spelling of the address, is another one
    /// to firewalld.</summary>
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
