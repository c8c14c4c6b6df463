using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>How addresses are blocked with nftables.</summary>
public sealed record NftablesOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>nftables</c>.</summary>
    public string Name { get; init; } = "nftables";

    /// <summary>
    /// The table of family <c>inet</c> that is ours alone: a letter, then letters, digits and <c>_</c>, 64 characters at most, and no word
    /// of nft's language. Default: <c>active_response</c>.
    /// </summary>
    public string Table { get; init; } = "active_response";

    /// <summary>Whether packets that this host forwards are looked at too, not only those it receives. Default: yes.</summary>
    public bool Forward { get; init; } = true;

    /// <summary>
    /// Where our chains stand among others of their hooks: lower comes first. A drop is final wherever it stands; first place only spares
    /// the others the work. -1000 to 1000. Default: -10, just before the usual filter chains.
    /// </summary>
    public int Priority { get; init; } = -10;

    /// <summary>What becomes of a packet from a blocked address. Default: it is dropped.</summary>
    public NftablesRefusal Refusal { get; init; } = NftablesRefusal.Drop;

    /// <summary>Whether each rule counts the packets it stops; counters start anew when a process makes its first block. Default:
    /// no.</summary>
    public bool Counter { get; init; }

    /// <summary>How changes of elements reach the kernel. Default: over a socket, where that can be.</summary>
    public NftablesTransport Transport { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(NftablesOptions))
            .NotBlank(Name)
            .Form(Table, IsTable, "a letter, then letters, digits and '_', at most 64 characters")
            .Range(Priority, -1000, 1000)
            .Defined(Refusal)
            .Defined(Transport)
            .ThrowIfAny();

    private static bool IsTable(string table) =>
        table.Length <= 64 && char.IsAsciiLetter(table[0]) && table.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
