namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads an agent's managers, which must never be blocked.</summary>
/// <remarks>
/// OSSEC uses <c>&lt;client&gt;&lt;server-ip&gt;</c> or <c>&lt;server-hostname&gt;</c>, Wazuh
/// <c>&lt;client&gt;&lt;server&gt;&lt;address&gt;</c> and <c>&lt;enrollment&gt;&lt;manager_address&gt;</c>. All are read in both dialects:
/// protecting one too many does no harm.
/// </remarks>
internal static class ManagerReader
{
    // Value in the stock files of Wazuh's packages until an address is filled in.
    private const string Placeholder = "MANAGER_IP";

    public static IEnumerable<string> Read(ConfigReading reading) =>
        (
            from pair in SectionReader.Where(reading, static section => section.Name == "client")
            from child in pair.Children
            from item in ItemsOf(reading, child)
            select Normalise(item.Value.Trim()) into manager
            where manager is not null
            select manager
        ).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<XmlItem> ItemsOf(ConfigReading reading, XmlItem child) =>
        child.Name switch
        {
            "server-ip" or "server-hostname" => [child],
            "server" => reading.Tree.ChildrenOf(child).Where(static item => item.Name == "address"),
            "enrollment" => reading.Tree.ChildrenOf(child).Where(static item => item.Name == "manager_address"),
            _ => [],
        };

    private static string? Normalise(string text)
    {
        if (NumericAddress.TryParse(text, out var address))
        {
            return AddressPrefix.From(address).ToString();
        }

        return text != Placeholder && HostName.IsValid(text) ? text : null;
    }
}
