namespace ActiveResponse.Responders.Scripts;

/// <summary>The path and working directory a script is started with.</summary>
/// <param name="Program">The path it is started by, which it sees as its own name.</param>
/// <param name="WorkingDirectory">The working directory.</param>
internal readonly record struct ScriptPlace(string Program, string WorkingDirectory)
{
    /// <summary>OSSEC: absolute path, in the root directory. Wazuh: <c>active-response/bin/NAME</c> in its installation folder.</summary>
    /// <remarks>Wazuh's decoder of <c>active-responses.log</c> knows a program only by that relative path.</remarks>
    public static ScriptPlace Of(string path, ScriptFolder folder, ScriptProtocol protocol)
    {
        const string Usual = "/active-response/bin";
        if (!protocol.IsOnStandardInput())
        {
            return new ScriptPlace(path, Path.GetPathRoot(path) ?? "/");
        }

        return folder.FullPath.Length > Usual.Length && folder.FullPath.EndsWith(Usual, StringComparison.Ordinal)
            ? new ScriptPlace(path[(folder.FullPath.Length - Usual.Length + 1)..], folder.FullPath[..^Usual.Length])
            : new ScriptPlace(path, folder.FullPath);
    }
}
