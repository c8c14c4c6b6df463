using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>Entry of an <c>ar.conf</c>, as <c>execd</c> looks it up.</summary>
public sealed record ArConfEntry
{
    /// <summary>Name used in messages, e.g. <c>firewall-drop600</c>.</summary>
    public required string Name { get; init; }

    /// <summary>File name of the executable; null if the name is known but this host has nothing to run.</summary>
    public string? Executable { get; init; }

    /// <summary>Duration of the effect; zero: nothing is reverted.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Line, from 1.</summary>
    public int Line { get; init; }
}

/// <summary>An <c>ar.conf</c> as <c>execd</c> reads it.</summary>
/// <param name="Entries">One entry per name, in file order, at most 64.</param>
/// <param name="Problems">Problems with lines, in file order.</param>
public sealed record ArConfFile(ImmutableArray<ArConfEntry> Entries, ImmutableArray<ConfigProblem> Problems)
{
    /// <summary>Finds the entry of a name, or null.</summary>
    public ArConfEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);
}
