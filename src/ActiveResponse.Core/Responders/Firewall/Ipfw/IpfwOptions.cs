using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>Options for ipfw of FreeBSD.</summary>
public sealed record IpfwOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>ipfw</c>.</summary>
    public string Name { get; init; } = "ipfw";

    /// <summary>
    /// The table: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, 63 at most, and not <c>all</c>. Since FreeBSD 11 it is a name: <c>1</c>
    /// and the <c>00001</c> of the stock scripts are two tables. Default: <c>1</c>, as in the manual of OSSEC.
    /// </summary>
    public string Table { get; init; } = "1";

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(IpfwOptions))
            .NotBlank(Name)
            .Form(Table, IsTable, "letters, digits, '.', '_' and '-', at most 63 characters and not 'all',")
            .ThrowIfAny();

    private static bool IsTable(string table) =>
        table.Length <= 63 && table != "all" && table.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
