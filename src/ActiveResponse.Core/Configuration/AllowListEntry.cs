namespace ActiveResponse.Configuration;

/// <summary>One entry of the allow list: a network, or a host name that is resolved.</summary>
public sealed record AllowListEntry
{
    /// <summary>The entry as written, without a leading <c>!</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The addresses it covers, or null when it is a host name.</summary>
    public AddressPrefix? Network { get; init; }

    /// <summary>The host name to resolve, or null when it is a network or can never be a name.</summary>
    public string? HostName { get; init; }

    /// <summary>Whether it was written with a leading <c>!</c>: the first entry that covers an address decides.</summary>
    public bool Negated { get; init; }

    /// <summary>Its line, from 1; 0 when built in code.</summary>
    public int Line { get; init; }
}
