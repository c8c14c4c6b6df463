namespace ActiveResponse.Tests.Processes;

/// <summary>Tests that write programs and start them run alone: a child forked meanwhile would hold the file open for writing ("text file
/// busy").</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessesCollection
{
    public const string Name = "starts programs";
}
