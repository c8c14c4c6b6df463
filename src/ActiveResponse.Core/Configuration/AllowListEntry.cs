namespace ActiveResponse.Configuration;

/// <summary>Entry of the allow list: a network, or a host name to resolve.</summary>
public sealed record AllowListEntry
{
    /// <summary>The entry as written, without a leading <c>!</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Addresses it covers; null for a host name.</summary>
    public AddressPrefix? Network { get; init; }

    /// <summary>Host name to resolve; null for a network or a text that can't be a name.</summary>
    public string? HostName { get; init; }

    /// <summary>Whether it was written with a leading <c>!</c>: the first entry that covers an address decides.</summary>
    public bool Negated { get; init; }

    /// <summary>Line, from 1; 0 if built in code.</summary>
    public int Line { get; init; }
}
