namespace ActiveResponse.Tool.Output;

/// <summary>Creates reports. Methods that use the console library are separate: the first one that runs loads the library.</summary>
internal static class Reports
{
    public static IReport Out => Console.IsOutputRedirected ? new PlainReport(Console.Out, static () => ConsoleOut()) : ConsoleOut();

    public static IReport Error => Console.IsErrorRedirected ? new PlainReport(Console.Error, static () => ConsoleError()) : ConsoleError();

    private static ConsoleReport ConsoleOut() => new(ToolConsole.Out);

    private static ConsoleReport ConsoleError() => new(ToolConsole.Error);
}
