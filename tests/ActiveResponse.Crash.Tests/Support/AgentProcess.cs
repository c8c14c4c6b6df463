using System.Diagnostics;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>One life of an agent, or of another host of this assembly, in a network namespace.</summary>
internal sealed class AgentProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly List<string> _lines = [];

    /// <param name="space">The network namespace.</param>
    /// <param name="arguments">Arguments of this assembly, see <see cref="Program"/>.</param>
    public AgentProcess(string space, params string[] arguments)
    {
        string[] line = ["netns", "exec", space, "dotnet", typeof(AgentProcess).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo("ip", line)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_lines)
            {
                _lines.Add($"stderr {line.Data}");
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>All it has said, for when something is wrong.</summary>
    public string Said
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines.TakeLast(200));
            }
        }
    }

    /// <summary>What it has told since it was last read, also when it died over it.</summary>
    public AgentReport Report { get; private set; } = new();

    /// <summary>The lines of that.</summary>
    public IReadOnlyList<string> Told { get; private set; } = [];

    /// <summary>Whether it has said that it has started.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The step it killed itself at, or null.</summary>
    public string? DiedAt { get; private set; }

    /// <summary>Reads what it tells until a line begins with a word; null when it has died before.</summary>
    public async Task<AgentReport?> ReadAsync(string until)
    {
        Report = new AgentReport();
        var told = new List<string>();
        Told = told;
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            if (line.StartsWith("dying ", StringComparison.Ordinal))
            {
                DiedAt = line["dying ".Length..];
            }
            else if (line == until)
            {
                return Report;
            }

            Report.Add(line);
            told.Add(line);
        }

        await _process.WaitForExitAsync().WaitAsync(Patience);
        return null;
    }

    public void Send(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is dead already, which reading shows.
        }
    }

    /// <summary>SIGKILL, at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGKILL, at once; ends when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
