using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>A running agent with files of its own, that one attacker's block is in place with, and the commands that ask it.</summary>
internal sealed class Agent : IDisposable
{
    public const string Attacker = "203.0.113.9";

    private readonly Folder _folder = new();
    private readonly List<ToolProcess> _processes = [];

    public string Deny => _folder.File("hosts.deny");

    public string State => _folder.File("state.db");

    private int _alerts;

    public string Socket => _folder.File("control.sock");

    public string Denied => UnlockedFile.Text(Deny);

    public string PathOf(string name) => _folder.File(name);

    /// <summary>Starts it, and waits until it has read the alerts. Started again it reads on, so each start has something new to
    /// read.</summary>
    /// <param name="alerts">The alerts; one more of the attacker's if null.</param>
    /// <param name="options">Further options.</param>
    public async Task<ToolProcess> StartAsync(string? alerts = null, params string[] options)
    {
        await File.AppendAllTextAsync(PathOf("alerts.json"), alerts ?? Inputs.Alert(Attacker, _alerts + 1));
        _alerts += (alerts ?? "\n").Count(static c => c == '\n');
        var process = ToolProcess.Start([
            "run",
            "--config",
            _folder.Write("ossec.conf", Inputs.Config(600)),
            "--alerts",
            PathOf("alerts.json"),
            .. options.Contains("--hosts-deny") ? [] : new[] { "--hosts-deny", Deny },
            "--from-start",
            "--state",
            State,
            .. options,
        ]);
        _processes.Add(process);
        try
        {
            await process.LineAsync($"alert 1785554000.{_alerts}");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"The agent doesn't start: {process.OutputText}{process.ErrorText}");
        }

        return process;
    }

    /// <summary>Asks it.</summary>
    public Task<ToolProcess> AskAsync(params string[] arguments) => ToolProcess.RunAsync([.. arguments, "--state", State]);

    public void Dispose()
    {
        _processes.ForEach(static process => process.Dispose());
        _folder.Dispose();
    }
}
