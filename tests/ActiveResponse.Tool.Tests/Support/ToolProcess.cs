using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActiveResponse.Tool.Tests.Support;

/// <summary>The tool as a child process, killed when the test ends.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly SemaphoreSlim _line = new(0);
    private readonly CancellationTokenSource _limit = new(Limit);

    private ToolProcess(string[] arguments, string? input, params string[] within)
        : this([.. within, .. BuiltTool.Line, .. Contained(arguments)], Path.GetTempPath(), input) { }

    private ToolProcess(string[] line, string workingDirectory, string? input)
    {
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        Array.ForEach(line[1..], start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Add(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (input is not null)
        {
            _process.StandardInput.Write(input);
        }

        _process.StandardInput.Close();
    }

    public IReadOnlyCollection<string> Output => _output;

    public string OutputText => string.Join('\n', _output);

    public string ErrorText => string.Join('\n', _errors);

    public static ToolProcess Start(params string[] arguments) => new(arguments, input: null);

    /// <summary>Starts the tool in a network namespace.</summary>
    public static ToolProcess StartIn(NetworkNamespace space, params string[] arguments) =>
        new(arguments, input: null, "ip", "netns", "exec", space.Name);

    /// <summary>Starts the tool in a network namespace, where nothing below /run can be written.</summary>
    public static ToolProcess StartSealed(NetworkNamespace space, params string[] arguments) =>
        new(
            arguments,
            input: null,
            "ip",
            "netns",
            "exec",
            space.Name,
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o ro tmpfs /run && exec \"$@\"",
            "sh"
        );

    /// <summary>Starts a shell script in a network namespace, with its own empty /run and /dev/shm; the tool's command line is in
    /// <c>$@</c>.</summary>
    public static ToolProcess StartApart(NetworkNamespace space, string script) =>
        StartProgram(
            Path.GetTempPath(),
            input: null,
            [
                "ip",
                "netns",
                "exec",
                space.Name,
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=755 tmpfs /run && mount -t tmpfs tmpfs /dev/shm && " + script,
                "sh",
                .. BuiltTool.Line,
            ]
        );

    /// <summary>Starts the tool where a copy of /etc stands in the place of the real one.</summary>
    public static ToolProcess StartIn(AccountsFolder etc, params string[] arguments) => new(arguments, input: null, etc.Within);

    /// <summary>Starts the tool as a user without rights.</summary>
    public static ToolProcess StartAsNobody(params string[] arguments) => StartAs(65534, arguments);

    /// <summary>Starts the tool as a user and group of this number, without rights.</summary>
    public static ToolProcess StartAs(int user, params string[] arguments) =>
        new(
            arguments,
            input: null,
            "setpriv",
            $"--reuid={user}",
            $"--regid={user}",
            "--clear-groups",
            "--inh-caps=-all",
            "--bounding-set=-all"
        );

    /// <summary>Starts a sample of the repository, built as this test is.</summary>
    public static ToolProcess StartSample(string name, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Inputs.Repository($"samples/{name}/bin/{output.Parent!.Name}/{output.Name}");
        return new ToolProcess(["dotnet", Path.Combine(folder, name + ".dll"), .. arguments], folder, input: null);
    }

    /// <summary>Starts any program in a folder, with what it reads.</summary>
    public static ToolProcess StartProgram(string workingFolder, string? input, params string[] line) => new(line, workingFolder, input);

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<ToolProcess> RunAsync(string[] arguments, string? input = null)
    {
        var tool = new ToolProcess(arguments, input);
        await tool.ExitAsync();
        return tool;
    }

    public static Task<ToolProcess> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    public int ExitCode => _process.ExitCode;

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(_limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits so long for a line of output that has a text in it; null when none came.</summary>
    public async Task<string?> LineAsync(string text, TimeSpan within)
    {
        try
        {
            return await LineAsync(text).WaitAsync(within);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Waits until there are so many lines of output.</summary>
    public async Task LinesAsync(int count)
    {
        while (_output.Count < count)
        {
            await _line.WaitAsync(_limit.Token);
        }
    }

    /// <summary>Waits for a line of output that has a text in it.</summary>
    public async Task<string> LineAsync(string text)
    {
        while (true)
        {
            if (_output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await _line.WaitAsync(_limit.Token);
        }
    }

    /// <summary>Waits for a line of standard error that has a text in it.</summary>
    public async Task<string> ErrorAsync(string text)
    {
        while (true)
        {
            if (_errors.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await _line.WaitAsync(_limit.Token);
        }
    }

    /// <summary>The most memory it has had in use so far, in MiB.</summary>
    public double PeakMiB() => MiB("VmHWM");

    /// <summary>What the kernel says of its memory, in MiB.</summary>
    public double MiB(string what)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(what + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture)
            / 1024;
    }

    public void Terminate() => Signal(15);

    /// <summary>What a terminal does that is closed.</summary>
    public void HangUp() => Signal(1);

    public void Kill() => Signal(9);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _limit.Dispose();
    }

    // As root a run would keep its state in one place of the machine, in which all tests met.
    private static string[] Contained(string[] arguments) =>
        arguments is ["run", ..] && !arguments.Contains("--state") ? [.. arguments, "--state", "none"] : arguments;

    private void Signal(int signal) => kill(_process.Id, signal);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    private void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
            _line.Release();
        }
    }
}
