using ActiveResponse.Processes;

namespace ActiveResponse.Benchmarks.Engine;

/// <summary>Runs this program again: in a network namespace of its own, or as a child.</summary>
internal static class Namespaced
{
    private const string Inside = "--inside";

    /// <summary>Whether this process is in a namespace that was made for it; if not, it is run there, with the same arguments.</summary>
    /// <param name="args">The arguments; without the mark of the inner run when it is one.</param>
    /// <param name="exitCode">How the inner run ended.</param>
    public static bool IsInside(ref string[] args, out int exitCode)
    {
        exitCode = 1;
        if (args.Contains(Inside))
        {
            args = [.. args.Where(static arg => arg != Inside)];

            // Never in the namespace of the host.
            return new FileInfo("/proc/self/ns/net").LinkTarget != new FileInfo("/proc/1/ns/net").LinkTarget;
        }

        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Console.Error.WriteLine("Network namespaces take root on Linux.");
            return false;
        }

        var result = RunAsync(["unshare", "-n"], [.. args, Inside]).GetAwaiter().GetResult();
        Console.Write(result.OutputText);
        Console.Error.Write(result.ErrorText + result.Detail);
        exitCode = result.ExitCode ?? 1;
        return false;
    }

    /// <summary>Runs this program with other arguments.</summary>
    public static async Task<CommandResult> RunAsync(string[] through, string[] args)
    {
        var self = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [self, typeof(Namespaced).Assembly.Location] : [self];
        string[] all = [.. through, .. program, .. args];
        var command = new CommandInvocation(all[0], all[1..])
        {
            MaxCapturedBytes = 1 << 24,
            Limits = new CommandLimits { StopAfter = TimeSpan.FromMinutes(30) },
        };
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        return await new CommandRunner(TimeProvider.System).RunAsync(
            root is null ? command : command with { Environment = command.Environment.Add("DOTNET_ROOT", root) },
            CancellationToken.None
        );
    }
}
