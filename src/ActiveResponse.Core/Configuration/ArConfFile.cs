using System.Collections.Immutable;

namespace ActiveResponse.Configuration;

/// <summary>One name of an <c>ar.conf</c>, as <c>execd</c> looks it up.</summary>
public sealed record ArConfEntry
{
    /// <summary>The name messages call it by, e.g. <c>firewall-drop600</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The executable's file name, or null when the name is known but there is nothing to run on this host.</summary>
    public string? Executable { get; init; }

    /// <summary>How long the effect lasts; zero: nothing is undone.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Its line, from 1.</summary>
    public int Line { get; init; }
}

/// <summary>An <c>ar.conf</c> as <c>execd</c> reads it.</summary>
/// <param name="Entries">One entry a name, in file order, at most 64.</param>
/// <param name="Problems">What was wrong with lines, in file order.</param>
public sealed record ArConfFile(ImmutableArray<ArConfEntry> Entries, ImmutableArray<ConfigProblem> Problems)
{
    /// <summary>The entry of a name, or null.</summary>
    public ArConfEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);
}
