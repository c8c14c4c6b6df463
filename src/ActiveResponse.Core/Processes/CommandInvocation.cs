using System.Collections.Immutable;

namespace ActiveResponse.Processes;

/// <summary>Describes a program run: executable, arguments and limits. Nothing runs until a runner gets it.</summary>
public sealed record CommandInvocation
{
    /// <summary>Describes a program to run.</summary>
    /// <param name="executable">An absolute path, a bare name to look up in <c>PATH</c> of <see cref="Environment"/> only, or a path with a
    /// slash relative to <see cref="WorkingDirectory"/>.</param>
    /// <param name="arguments">Arguments after the program's own name, passed unchanged.</param>
    public CommandInvocation(string executable, params ReadOnlySpan<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(executable);
        Executable = executable;
        Arguments = [.. arguments];
    }

    /// <summary>Executable: an absolute path, a bare name, or a path relative to <see cref="WorkingDirectory"/>.</summary>
    public string Executable { get; init; }

    /// <summary>
    /// Arguments after the program's own name, passed unchanged. A lone U+DC80–U+DCFF stands for a byte 0x80–0xFF that isn't UTF-8: 64-bit
    /// Linux passes it, other platforms refuse the argument.
    /// </summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Content of standard input, which is then closed. Default: nothing.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>
    /// Variables that add to or replace <c>PATH=/usr/sbin:/usr/bin:/sbin:/bin</c> and <c>LC_ALL=C</c>. Nothing is inherited. On Windows,
    /// <c>PATH</c> has the system folders and <c>SystemRoot</c> is set.
    /// </summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Absolute working directory. Default: the root directory.</summary>
    public string WorkingDirectory { get; init; } = Path.DirectorySeparatorChar.ToString();

    /// <summary>Time limits. Default: <see cref="CommandLimits.Default"/>.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>Maximum bytes kept of standard output, and of standard error; the rest is read and dropped. Default: 65,536.</summary>
    public int MaxCapturedBytes { get; init; } = 65_536;
}
