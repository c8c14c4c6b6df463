namespace ActiveResponse.Tool.Output;

/// <summary>Where reports go. What names the console library stands in methods of its own: the library is loaded with the first of them
/// that runs.</summary>
internal static class Reports
{
    public static IReport Out => Console.IsOutputRedirected ? new PlainReport(Console.Out, static () => ConsoleOut()) : ConsoleOut();

    public static IReport Error => Console.IsErrorRedirected ? new PlainReport(Console.Error, static () => ConsoleError()) : ConsoleError();

    private static ConsoleReport ConsoleOut() => new(ToolConsole.Out);

    private static ConsoleReport ConsoleError() => new(ToolConsole.Error);
}
