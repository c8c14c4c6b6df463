using ActiveResponse.Processes;
using ActiveResponse.Processes.CliWrap;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Processes;

/// <summary>Without <c>setsid</c>, as on other platforms: asked by the end of input, killed as a process tree.</summary>
[Collection(ProcessesCollection.Name)]
public sealed class CliWrapRunnerWithoutSetsidTests : CommandRunnerConformance
{
    protected override bool OwnsSession => false;

    protected override ICommandRunner Create(TimeProvider time) => new CommandRunner(new CliWrapLauncher(null), time);
}
