using System.Text;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Writes what <c>iptables-restore</c> reads. Everything in it is a constant, a checked option, an address we format, or a rule as iptables wrote it.</summary>
internal static class IptablesScript
{
    public static string Of(IEnumerable<string> lines)
    {
        var text = new StringBuilder("*filter\n");
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        return text.Append("COMMIT\n").ToString();
    }
}
