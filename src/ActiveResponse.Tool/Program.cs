using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Scripts;

// Before anything is opened: what was closed must not be what is opened next.
StandardDescriptors.Hold();

// A script is started anew for each alert: nothing else is loaded for it.
if (MultiCall.Run(args) is { } called)
{
    return await called;
}

return await new CommandLine(StandardStreams.Take()).RunAsync(args);
