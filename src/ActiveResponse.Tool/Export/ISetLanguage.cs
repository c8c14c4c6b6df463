namespace ActiveResponse.Tool.Export;

/// <summary>The language of a firewall's program for sets.</summary>
internal interface ISetLanguage
{
    /// <summary>Whether a set may have an address and a network around it.</summary>
    bool Nests { get; }

    /// <summary>The longest end that it takes, in seconds.</summary>
    long MostSeconds { get; }

    /// <summary>The text that makes the sets.</summary>
    IEnumerable<string> Lines(IReadOnlyList<SetElement> ipv4, IReadOnlyList<SetElement> ipv6);
}
