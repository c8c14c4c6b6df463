namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>How addresses are blocked with pf.</summary>
public sealed record PfOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>pf</c>.</summary>
    public string Name { get; init; } = "pf";

    /// <summary>
    /// The table, which the administrator makes: a letter, digit or <c>_</c>, then these, <c>.</c> or <c>-</c>, 31 at most. Default:
    /// <c>ossec_fwtable</c>, as OSSEC has it; that of Wazuh is <c>wazuh_fwtable</c>.
    /// </summary>
    public string Table { get; init; } = "ossec_fwtable";

    /// <summary>Whether the open connections of an address end when it is blocked; else pf lets them go on. Two program runs for each.
    /// Default: yes.</summary>
    public bool EndFlows { get; init; } = true;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrEmpty(Table);
        if (Table.Length > 31 || Table[0] is '.' or '-' || !Table.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            throw new ArgumentException(
                $"A table of pf is named by letters, digits, '_', '.' and '-', 31 at most, and '{Table}' is not.",
                nameof(Table)
            );
        }
    }
}
