namespace ActiveResponse.Configuration.Ossec;

/// <summary>Differences between the daemons' XML readers (<c>src/os_xml/os_xml.c</c> of OSSEC and Wazuh 4.14).</summary>
internal sealed record XmlRules
{
    /// <summary>Maximum nesting; an element at this depth (from 0) is refused.</summary>
    public const int MaxDepth = 1024;

    /// <summary>Number of bytes at which a name, value or piece of text overflows.</summary>
    public required int MaxText { get; init; }

    /// <summary>Maximum number of attributes after a blank, or null for any number.</summary>
    public int? MaxAttributes { get; init; }

    /// <summary>Whether a byte order mark and a leading <c>&lt;?xml … ?&gt;</c> are skipped.</summary>
    public required bool SkipsDeclaration { get; init; }

    /// <summary>Whether a second backslash cancels the first (Wazuh), or every run of them escapes a <c>&lt;</c> (OSSEC).</summary>
    public required bool BackslashesPair { get; init; }

    /// <summary>Whether bytes put back keep the line count and come back signed (Wazuh), or newlines may count again (OSSEC).</summary>
    public required bool KeepsStash { get; init; }

    public static XmlRules Ossec { get; } =
        new()
        {
            MaxText = 8192,
            SkipsDeclaration = true,
            BackslashesPair = false,
            KeepsStash = false,
        };

    public static XmlRules Wazuh { get; } =
        new()
        {
            MaxText = 20480,
            MaxAttributes = 48,
            SkipsDeclaration = false,
            BackslashesPair = true,
            KeepsStash = true,
        };

    public static XmlRules For(ConfigDialect dialect) => dialect == ConfigDialect.Ossec ? Ossec : Wazuh;
}
