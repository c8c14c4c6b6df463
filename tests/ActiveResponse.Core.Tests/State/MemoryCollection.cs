namespace ActiveResponse.Tests.State;

/// <summary>Tests that measure what stays in memory run alone: others allocate in the same heap.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "measures memory";
}
