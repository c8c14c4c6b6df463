using System.Diagnostics;

namespace ActiveResponse.Sqlite.Tests.Support;

/// <summary>This assembly as a child process, killed when the test ends.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private Child(IEnumerable<string> line)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.FileName = line.First();
        foreach (var argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    public static string Assembly => typeof(Child).Assembly.Location;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public static Child Start(params string[] arguments) => new(["dotnet", Assembly, .. arguments]);

    /// <summary>Runs a script in a mount namespace of its own, in which $0 is an empty folder, $1 this assembly.</summary>
    public static Child Script(string folder, string script) =>
        new(["unshare", "--mount", "--propagation", "private", "sh", "-c", script, folder, Assembly]);

    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    public async Task<string> RestAsync()
    {
        var rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return rest;
    }

    /// <summary>SIGKILL, at once.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
