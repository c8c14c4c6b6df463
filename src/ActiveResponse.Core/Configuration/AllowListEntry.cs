using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Diagnostics;

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

    /// <summary>Reads one entry: an address or network in canonical notation, or a host name.</summary>
    /// <param name="text">The text, without a leading <c>!</c>.</param>
    /// <param name="entry">The entry; null when it can't be read.</param>
    /// <param name="problem">What is wrong with it, in words for an operator.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AllowListEntry? entry, [NotNullWhen(false)] out string? problem)
    {
        entry = null;
        problem = null;
        if (AddressPrefix.TryParse(text, out var network))
        {
            entry = new AllowListEntry { Text = network.ToString(), Network = network };
        }
        else if (text is not null && Ossec.HostName.IsValid(text) && !text.All(static c => char.IsAsciiDigit(c) || c == '.'))
        {
            entry = new AllowListEntry { Text = text, HostName = text };
        }
        else
        {
            problem = $"'{SafeText.Of(text)}' is neither an address or network in canonical notation nor a host name";
        }

        return entry is not null;
    }
}
