namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>How addresses are blocked with npf of NetBSD.</summary>
public sealed record NpfOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>npf</c>.</summary>
    public string Name { get; init; } = "npf";

    /// <summary>
    /// The table, which the administrator makes: a letter, then letters, digits, <c>_</c> and <c>-</c>, 31 at most. Default:
    /// <c>ossec_blacklist</c>, as OSSEC has it; that of Wazuh is <c>wazuh_blacklist</c>.
    /// </summary>
    public string Table { get; init; } = "ossec_blacklist";

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrEmpty(Table);
        if (Table.Length > 31 || !char.IsAsciiLetter(Table[0]) || !Table.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new ArgumentException(
                $"A table of npf is named by a letter, then letters, digits, '_' and '-', 31 at most, and '{Table}' is not.",
                nameof(Table)
            );
        }
    }
}
