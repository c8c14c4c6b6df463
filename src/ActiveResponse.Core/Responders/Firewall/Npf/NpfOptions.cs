using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>Options for npf of NetBSD.</summary>
public sealed record NpfOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>npf</c>.</summary>
    public string Name { get; init; } = "npf";

    /// <summary>The table, created by the administrator: a letter, then letters, digits, <c>_</c> and <c>-</c>, 31 at most. Default:
    /// <c>ossec_blacklist</c>, as in OSSEC; Wazuh's is <c>wazuh_blacklist</c>.</summary>
    public string Table { get; init; } = "ossec_blacklist";

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(NpfOptions))
            .NotBlank(Name)
            .Form(Table, IsTable, "a letter, then letters, digits, '_' and '-', at most 31 characters")
            .ThrowIfAny();

    private static bool IsTable(string table) =>
        table.Length <= 31 && char.IsAsciiLetter(table[0]) && table.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
