namespace ActiveResponse.Tool.Tests.Support;

/// <summary>The folder of an agent, with scripts of its own, settings that keep a test to itself, and the tool under the names of
/// scripts.</summary>
internal sealed class ScriptHome : IDisposable
{
    private readonly Folder _folder = new();

    public ScriptHome(string settings = "")
    {
        Directory.CreateDirectory(_folder.File("active-response/bin"));
        Directory.CreateDirectory(_folder.File("logs"));
        Directory.CreateDirectory(_folder.File("etc"));
        _folder.Write(
            "etc/active-response-scripts.conf",
            $"hosts-deny = {_folder.File("hosts.deny")}\nstate = {_folder.File("state")}\nip-block = "
                + $"{_folder.File("ipblock")}\n{settings}\n"
        );
    }

    public string Scripts => _folder.File("active-response/bin");

    public string Log => System.IO.File.ReadAllText(_folder.File("logs/active-responses.log"));

    public string File(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Starts the tool as a script, the way wazuh-execd does: from the agent's folder, by a path relative to it.</summary>
    public ToolProcess Start(string name, string? input, string[] within, params string[] arguments)
    {
        var link = Path.Combine(Scripts, name);
        if (!System.IO.File.Exists(link))
        {
            System.IO.File.CreateSymbolicLink(link, BuiltTool.Executable);
        }

        return ToolProcess.StartProgram(_folder.File(""), input, [.. within, "env", $"active-response/bin/{name}", .. arguments]);
    }

    public void Dispose() => _folder.Dispose();
}
