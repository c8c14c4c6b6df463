using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using ActiveResponse.Tool.Output;
using ActiveResponse.Tool.Settings;

namespace ActiveResponse.Tool.Commands;

/// <summary>Runs a command line until it is done or a signal ends it.</summary>
internal sealed class CommandLine(StandardStreams streams)
{
    /// <summary>The time the engine has to lift its timed blocks on a stop.</summary>
    private static readonly TimeSpan StopDeadline = TimeSpan.FromMinutes(1);

    public async Task<int> RunAsync(string[] arguments)
    {
        var root = AllCommands.For(arguments);
        var line = SettledLine.Of(root, arguments, new SettingsSource());
        var parsed = line.Parsed;
        List<string> errors =
        [
            .. line.Problems.Select(static problem => problem.ToString()),
            .. parsed.Errors.Select(line.Explain),
            .. Suggestions.Mistaken(parsed).Select(static word => $"There is no option '{word}'."),
        ];
        if (errors.Count > 0)
        {
            LogErrors(errors, parsed, root);
            streams.Finish();
            return ExitCodes.Usage;
        }

        var isService = parsed.CommandResult.Command.Name is "run" or "execd";
        if (isService)
        {
            streams.BeAService();
        }

        using var stop = new CancellationTokenSource();
        using var terminate = On(PosixSignal.SIGTERM, stop, isService);
        using var interrupt = On(PosixSignal.SIGINT, stop, isService);
        var exit = await ToEndAsync(() =>
            parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                stop.Token
            )
        );
        streams.Finish();
        return exit == ExitCodes.Fine && !isService && streams.HasLostOutput ? ExitCodes.Findings : exit;
    }

    /// <summary>Runs a command, and reports exceptions in one line.</summary>
    public static async Task<int> ToEndAsync(Func<Task<int>> run)
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
            // Not an error in a file: an error of the tool or the machine, reported in one line all the same.
            Console.Error.WriteLine($"{Journal.OnError(Journal.Error)}active-response: {ToolText.OneLine(e.Message)}");
            return ExitCodes.Findings;
        }
    }

    private static void LogErrors(IEnumerable<string> errors, ParseResult parsed, RootCommand root)
    {
        foreach (var error in errors)
        {
            Console.Error.WriteLine($"{Journal.OnError(Journal.Error)}active-response: {ToolText.OneLine(error)}");
        }

        foreach (var hint in Suggestions.For(parsed))
        {
            Console.Error.WriteLine(hint);
        }

        // The words of the command, e.g. "wpk verify"; without the program's name.
        var words = "";
        for (var command = parsed.CommandResult; command.Command != root; command = (CommandResult)command.Parent!)
        {
            words = $"{command.Command.Name} {words}";
        }

        Console.Error.WriteLine($"Try 'active-response {words}--help'.");
    }

    private PosixSignalRegistration On(PosixSignal signal, CancellationTokenSource stop, bool isService) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                // A hanging query ends at the second signal; a service ends in order, however many signals it gets.
                context.Cancel = isService || !stop.IsCancellationRequested;
                streams.GiveUp();
                if (!stop.IsCancellationRequested)
                {
                    _ = EndInTimeAsync(128 + (signal == PosixSignal.SIGINT ? 2 : 15));
                    stop.Cancel();
                }
            }
        );

    private static async Task EndInTimeAsync(int exitCode)
    {
        await Task.Delay(StopDeadline, TimeProvider.System, CancellationToken.None);
        Environment.Exit(exitCode);
    }
}
