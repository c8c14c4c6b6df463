namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Writes the input of <c>iptables-restore</c>. It consists of constants, checked options, addresses we format, and rules that
/// iptables printed.</summary>
internal static class IptablesScript
{
    public static FirewallScript Of(IEnumerable<string> lines)
    {
        var script = Begin();
        AddLines(script, lines);
        return End(script);
    }

    public static FirewallScript Begin(int capacity = 1024) => new FirewallScript(capacity).Add("*filter\n"u8);

    public static void AddLines(FirewallScript script, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            script.Add(line).Add("\n"u8);
        }
    }

    public static FirewallScript End(FirewallScript script) => script.Add("COMMIT\n"u8);
}
