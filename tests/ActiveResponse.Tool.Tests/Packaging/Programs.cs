using System.Diagnostics;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>Programs that judge what packages are made of.</summary>
internal static class Programs
{
    /// <summary>Skips the test where a program is missing.</summary>
    public static void Need(string program, string package) =>
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
            $"The package {package} is needed."
        );

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Text) Run(string program, params string[] arguments) =>
        RunWith(new Dictionary<string, string>(StringComparer.Ordinal), program, arguments);

    /// <summary>Runs a program with further variables.</summary>
    public static (int ExitCode, string Text) RunWith(
        IReadOnlyDictionary<string, string> variables,
        string program,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
