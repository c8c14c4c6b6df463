using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The terminal: colours and tables if there is one, plain lines otherwise.</summary>
internal static class ToolConsole
{
    // A pipe or a file has no width.
    private const int NoTerminalWidth = 1 << 28;

    public static IAnsiConsole Out { get; } = Make(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Make(Console.Error, Console.IsErrorRedirected);

    public static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>Whether lines wrap.</summary>
    public static bool HasWidth(IAnsiConsole console) => console.Profile.Width < NoTerminalWidth;

    internal static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        var plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            }
        );
        if (redirected)
        {
            console.Profile.Width = NoTerminalWidth;
        }

        return console;
    }
}
