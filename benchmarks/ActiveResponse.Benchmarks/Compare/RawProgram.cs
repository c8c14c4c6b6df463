using System.Diagnostics;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>Programs run as anybody would, by <see cref="Process"/> and without anything of the library.</summary>
internal static class RawProgram
{
    /// <summary>Runs one to its end; it must succeed.</summary>
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var (code, output, error) = await TryAsync(program, arguments, input, environment);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments.Take(6))}: exit code {code}: {error.Trim()}");
    }

    /// <summary>Runs one to its end, whatever comes of it.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts one, waits for it, and takes no interest in what it says: the least .NET can do.</summary>
    public static void Bare(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
    }

    /// <summary>Whether a program is installed.</summary>
    public static bool Has(string program) =>
        new[] { "/usr/sbin", "/sbin", "/usr/bin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, program)));
}
