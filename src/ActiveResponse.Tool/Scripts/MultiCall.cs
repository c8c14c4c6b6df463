using ActiveResponse.Configuration;
using ActiveResponse.Ossec.AsScript;
using ActiveResponse.Ossec.AsScript.Stock;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Execd.Daemon;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Scripts;

/// <summary>Runs the tool under other names: as <c>firewall-drop</c> it is that script, as <c>ossec-execd</c> that daemon.</summary>
internal static class MultiCall
{
    /// <summary>Runs the script or the daemon that the tool was called as; null if it was called by a name of its own.</summary>
    public static Task<int>? Run(string[] arguments)
    {
        var program = ProgramName.Current();
        var name = program[(program.LastIndexOf('/') + 1)..];
        if (DaemonCall.DialectOf(name) is { } dialect)
        {
            return RunDaemonAsync(program, dialect, arguments);
        }

        if (!StockScripts.Names.Contains(name))
        {
            return null;
        }

        // Failing to write a message must not keep the script from its work.
        Console.SetError(new StreamWriter(new ForgivingStream(2, Console.OpenStandardError)) { AutoFlush = true });
        return StockScripts.RunAsync(program, arguments);
    }

    private static async Task<int> RunDaemonAsync(string program, ConfigDialect dialect, string[] arguments)
    {
        var streams = StandardStreams.Take();
        streams.BeAService();
        var exit = await CommandLine.ToEndAsync(() => DaemonCall.RunAsync(program, dialect, arguments));
        streams.Finish();
        return exit;
    }
}
