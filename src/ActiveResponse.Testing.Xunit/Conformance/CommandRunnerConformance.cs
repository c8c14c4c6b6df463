using System.Diagnostics;
using System.Globalization;
using System.Text;
using ActiveResponse.Processes;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="ICommandRunner"/> must do, tried with real programs: shell scripts, so on Linux only. Skipped
/// elsewhere.</summary>
/// <remarks>Put the derived classes into a collection without parallel tests: a program forked while a script is written holds it open, and
/// it is "busy".</remarks>
public abstract partial class CommandRunnerConformance : IDisposable
{
    private const string Loop = "while :; do sleep 0.05; done";

    /// <summary>The folder the test's programs are written to.</summary>
    protected ScriptBox Box { get; } = new();

    /// <summary>The clock the limits run by.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>Whether programs get a session of their own, and SIGTERM when asked to stop.</summary>
    protected virtual bool OwnsSession => true;

    /// <summary>A runner whose limits run by a clock.</summary>
    /// <param name="time">The clock.</param>
    protected abstract ICommandRunner Create(TimeProvider time);

    /// <summary>Removes the folder, and kills what its programs left running.</summary>
    public void Dispose()
    {
        Box.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a shell script and gives its path.</summary>
    protected string Script(string name, string body) => Box.Shell(name, body);

    /// <summary>A program with limits of 10, 3 and 2 seconds.</summary>
    protected CommandInvocation Limited(string script, params string[] arguments) =>
        new(script, arguments)
        {
            WorkingDirectory = Box.Folder,
            Limits = new CommandLimits
            {
                StopAfter = TimeSpan.FromSeconds(10),
                KillAfter = TimeSpan.FromSeconds(3),
                AbandonAfter = TimeSpan.FromSeconds(2),
            },
        };

    /// <summary>Runs a program with a new runner.</summary>
    protected Task<CommandResult> RunAsync(CommandInvocation command) =>
        Guarded(Create(Clock).RunAsync(command, CancellationToken.None).AsTask());

    /// <summary>Talks to a program with a new runner.</summary>
    protected Task<CommandResult> ConverseAsync(CommandInvocation command, CommandDialogue dialogue, CancellationToken token = default) =>
        Guarded(Create(Clock).ConverseAsync(command, dialogue, token).AsTask());

    /// <summary>Reads a line that must come.</summary>
    protected static async Task<string> LineAsync(ICommandConversation talk)
    {
        var line = await talk.ReadLineAsync(1000, TimeSpan.FromHours(1), CancellationToken.None);
        Assert.Equal(LineStatus.Line, line.Status);
        return Encoding.UTF8.GetString(line.Bytes.Span);
    }

    /// <summary>Whether the process runs whose id a program wrote to a file.</summary>
    protected bool Runs(string file)
    {
        var id = Box.Read(file).Trim();
        Assert.NotEmpty(id);
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Completes when a process is gone; one that was killed may take a moment to be.</summary>
    protected Task GoneAsync(string file) =>
        Eventually.HoldsAsync(() => ValueTask.FromResult(!Runs(file)), TimeSpan.FromMinutes(2), () => $"the process of {file} must end");

    // Only so that a defect fails the test instead of hanging it; nothing is decided by it.
    protected static Task<T> Guarded<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromMinutes(2));

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int Zombies()
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"Z {Environment.ProcessId} ");
        return Directory
            .EnumerateDirectories("/proc", "*")
            .Count(folder =>
            {
                try
                {
                    return File.ReadAllText(folder + "/stat").Split(") ")[^1].StartsWith(own, StringComparison.Ordinal);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return false;
                }
            });
    }
}
