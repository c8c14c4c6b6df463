using ActiveResponse.AsScript;
using ActiveResponse.AsScript.Stock;
using ActiveResponse.Tool.Execd.Daemon;

namespace ActiveResponse.Tool.Scripts;

/// <summary>The tool under another name: called as <c>firewall-drop</c> it is that script, called as <c>ossec-execd</c> that daemon.</summary>
internal static class MultiCall
{
    /// <summary>Runs the script or the daemon that the tool was called as; null when it was called by a name of its own.</summary>
    public static Task<int>? Run(string[] arguments)
    {
        var program = ProgramName.Current();
        var name = program[(program.LastIndexOf('/') + 1)..];
        return DaemonCall.DialectOf(name) is { } dialect ? DaemonCall.RunAsync(program, dialect, arguments)
            : StockScripts.Find(name) is { } script ? StockScripts.RunAsync(script, program, arguments)
            : null;
    }
}
