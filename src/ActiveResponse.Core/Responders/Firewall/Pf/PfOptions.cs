using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>Options for pf.</summary>
public sealed record PfOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>pf</c>.</summary>
    public string Name { get; init; } = "pf";

    /// <summary>The table, created by the administrator: a letter, digit or <c>_</c>, then these, <c>.</c> or <c>-</c>, 31 at most.
    /// Default: <c>ossec_fwtable</c>, as in OSSEC; Wazuh's is <c>wazuh_fwtable</c>.</summary>
    public string Table { get; init; } = "ossec_fwtable";

    /// <summary>Whether to end an address's open connections when it is blocked; otherwise pf keeps them. Two program runs each. Default:
    /// yes.</summary>
    public bool EndFlows { get; init; } = true;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(PfOptions))
            .NotBlank(Name)
            .Form(Table, IsTable, "letters, digits, '_', '.' and '-', the first neither '.' nor '-', at most 31 characters")
            .ThrowIfAny();

    private static bool IsTable(string table) =>
        table.Length <= 31 && table[0] is not ('.' or '-') && table.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
