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

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrEmpty(Table);
        if (Table.Length > 64 || !char.IsAsciiLetter(Table[0]) || !Table.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new ArgumentException(
                $"A table is named by a letter, then letters, digits and '_', 64 at most, and '{Table}' is not.",
                nameof(Table)
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Priority, -1000, nameof(Priority));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Priority, 1000, nameof(Priority));
        if (!Enum.IsDefined(Refusal))
        {
            throw new ArgumentOutOfRangeException(nameof(Refusal), Refusal, "Drop or reject.");
        }

        if (!Enum.IsDefined(Transport))
        {
            throw new ArgumentOutOfRangeException(nameof(Transport), Transport, "Automatic, Netlink or Program.");
        }
    }
}
