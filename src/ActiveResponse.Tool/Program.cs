using System.CommandLine;
using ActiveResponse.Tool;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Scripts;

// A script is started anew for each alert: nothing else is loaded for it.
if (MultiCall.Run(args) is { } called)
{
    return await ToEndAsync(() => called);
}

var root = AllCommands.For(args);

// A word that starts with @ is a word, not the name of a file to read options from.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"active-response: {error.Message}");
    }

    // The words of the command, e.g. "wpk verify"; the root's own name is the program's.
    var words = "";
    for (var command = parsed.CommandResult; command.Command != root; command = (System.CommandLine.Parsing.CommandResult)command.Parent!)
    {
        words = $"{command.Command.Name} {words}";
    }

    Console.Error.WriteLine($"Try 'active-response {words}--help'.");
    return ExitCodes.Usage;
}

// The engine takes its timed blocks back when it is asked to stop, and needs more than the customary two seconds for it.
return await ToEndAsync(() => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }));

static async Task<int> ToEndAsync(Func<Task<int>> run)
{
    try
    {
        return await run();
    }
    catch (OperationCanceledException)
    {
        return ExitCodes.Findings;
    }
    catch (Exception e)
    {
        // A mistake in a file never comes here; this is the tool's own fault or the machine's, said in one line all the same.
        Console.Error.WriteLine($"active-response: {ToolText.OneLine(e.Message)}");
        return ExitCodes.Findings;
    }
}
