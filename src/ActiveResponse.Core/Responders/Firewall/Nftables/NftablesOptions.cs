using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Options for nftables.</summary>
public sealed record NftablesOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>nftables</c>.</summary>
    public string Name { get; init; } = "nftables";

    /// <summary>Our table of the family <c>inet</c>: a letter, then letters, digits and <c>_</c>, 64 characters at most, and no keyword of
    /// nft. Default: <c>active_response</c>.</summary>
    public string Table { get; init; } = "active_response";

    /// <summary>Whether forwarded packets are filtered too, not only those for this host. Default: yes.</summary>
    public bool Forward { get; init; } = true;

    /// <summary>The priority of our chains at their hooks: lower comes first. A drop is final at any priority; coming first only saves the
    /// others work. -1000 to 1000. Default: -10, just before the usual filter chains.</summary>
    public int Priority { get; init; } = -10;

    /// <summary>How packets from a blocked address are refused. Default: dropped.</summary>
    public NftablesRefusal Refusal { get; init; } = NftablesRefusal.Drop;

    /// <summary>Whether each rule counts the packets it stops; counters restart with a process's first block. Default: no.</summary>
    public bool Counter { get; init; }

    /// <summary>How changes of elements reach the kernel. Default: over a socket, where possible.</summary>
    public NftablesTransport Transport { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
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
