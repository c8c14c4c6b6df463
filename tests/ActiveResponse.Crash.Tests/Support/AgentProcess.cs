using System.Diagnostics;
using System.Globalization;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>One life of the agent, in a network namespace.</summary>
internal sealed class AgentProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly List<string> _lines = [];

    public AgentProcess(string space, string folder, string killPlan, int hoursAhead)
    {
        var start = new ProcessStartInfo("ip")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in new[]
            {
                "netns",
                "exec",
                space,
                "dotnet",
                typeof(AgentProcess).Assembly.Location,
                Program.Agent,
                folder,
                killPlan,
                hoursAhead.ToString(CultureInfo.InvariantCulture),
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

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

    /// <summary>The step it killed itself at, or null.</summary>
    public string? DiedAt { get; private set; }

    /// <summary>Reads what it tells until a line begins with a word; null when it has died before.</summary>
    public async Task<AgentReport?> ReadAsync(string until)
    {
        Report = new AgentReport();
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
