namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>The actions of a jail: those that block an address with a firewall, and others.</summary>
internal static class JailActions
{
    private static readonly string[] Blocking =
    [
        "iptables",
        "nftables",
        "firewallcmd",
        "ipfw",
        "bsd-ipfw",
        "pf",
        "npf",
        "ipfilter",
        "ufw",
        "shorewall",
        "route",
        "hostsdeny",
        "osx-ipfw",
        "osx-afctl",
        "symbiosis-blacklist-allports",
        "apf",
    ];

    /// <summary>The names of actions; their options in brackets and file endings are left out.</summary>
    public static IReadOnlyList<string> NamesOf(string? action)
    {
        var names = new List<string>();
        var depth = 0;
        var begin = -1;
        var text = (action ?? "") + "\n";
        for (var i = 0; i < text.Length; i++)
        {
            var isOfName = depth == 0 && !char.IsWhiteSpace(text[i]) && text[i] is not ('[' or ',');
            begin = isOfName && begin < 0 ? i : begin;
            if (!isOfName && begin >= 0)
            {
                names.Add(text[begin..i]);
                begin = -1;
            }

            depth = text[i] switch
            {
                '[' => depth + 1,
                ']' => Math.Max(0, depth - 1),
                _ => depth,
            };
        }

        // A bracket's end is no name.
        return [.. names.Select(static name => name.TrimStart(']')).Where(static name => name.Length > 0)];
    }

    /// <summary>Whether an action blocks addresses with this host's firewall, as <c>firewall-drop</c> does.</summary>
    public static bool Blocks(string name) =>
        Array.Exists(Blocking, known => name == known || name.StartsWith(known + "-", StringComparison.Ordinal));
}
