namespace ActiveResponse.Tool.Output;

/// <summary>Where reports go.</summary>
internal static class Reports
{
    public static IReport Out => Console.IsOutputRedirected
        ? new PlainReport(Console.Out, static () => new ConsoleReport(ToolConsole.Out, isFramed: false))
        : new ConsoleReport(ToolConsole.Out, isFramed: true);

    public static IReport Error => Console.IsErrorRedirected
        ? new PlainReport(Console.Error, static () => new ConsoleReport(ToolConsole.Error, isFramed: false))
        : new ConsoleReport(ToolConsole.Error, isFramed: ToolConsole.IsTerminal);
}
