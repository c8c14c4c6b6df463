using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Scripts;

// Before anything is opened: closed descriptors must not be reused.
StandardDescriptors.Hold();

// A script is started for each alert: nothing else is loaded for it.
if (MultiCall.Run(args) is { } called)
{
    return await called;
}

return await new CommandLine(StandardStreams.Take()).RunAsync(args);

// The web framework would otherwise make it public, for tests that load a program.
internal sealed partial class Program;
