using ActiveResponse.Diagnostics;

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

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(NpfOptions))
            .NotBlank(Name)
            .Form(Table, IsTable, "a letter, then letters, digits, '_' and '-', at most 31 characters")
            .ThrowIfAny();

    private static bool IsTable(string table) =>
        table.Length <= 31 && char.IsAsciiLetter(table[0]) && table.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
