using ActiveResponse.AsScript;
using ActiveResponse.AsScript.Stock;

namespace ActiveResponse.Tool.Scripts;

/// <summary>The tool under another name: called as <c>firewall-drop</c> it is that script.</summary>
internal static class MultiCall
{
    /// <summary>Runs the script that the tool was called as; null when it was called by a name of its own.</summary>
    public static Task<int>? Run(string[] arguments)
    {
        var program = ProgramName.Current();
        return StockScripts.Find(program[(program.LastIndexOf('/') + 1)..]) is { } script ? StockScripts.RunAsync(script, program, arguments) : null;
    }
}
