using System.Collections.Immutable;

namespace ActiveResponse.Processes;

/// <summary>What to run: an executable, its arguments, and the limits it runs under. Nothing runs until a runner is given it.</summary>
public sealed record CommandInvocation
{
    /// <summary>Describes a program to run.</summary>
    /// <param name="executable">
    /// An absolute path; a bare name, looked up in <c>PATH</c> of <see cref="Environment"/> only; or a relative path with a slash, meant
    /// from <see cref="WorkingDirectory"/>.
    /// </param>
    /// <param name="arguments">The arguments after the program's own name, each passed on as it is.</param>
    public CommandInvocation(string executable, params ReadOnlySpan<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(executable);
        Executable = executable;
        Arguments = [.. arguments];
    }

    /// <summary>The executable: an absolute path, a bare name, or a path relative to <see cref="WorkingDirectory"/>.</summary>
    public string Executable { get; init; }

    /// <summary>
    /// The arguments after the program's own name, each passed on as it is. A lone U+DC80–U+DCFF stands for the byte 0x80–0xFF, which is no
    /// UTF-8; it is passed on 64-bit Linux, and else such an argument is refused.
    /// </summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What the program reads on standard input, which is then closed. Default: nothing.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>
    /// Variables added to <c>PATH=/usr/sbin:/usr/bin:/sbin:/bin</c> and <c>LC_ALL=C</c>, or replacing them; nothing is inherited (on
    /// Windows the system folders are used, and <c>SystemRoot</c> is set).
    /// </summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The working directory, absolute. Default: the root directory.</summary>
    public string WorkingDirectory { get; init; } = Path.DirectorySeparatorChar.ToString();

    /// <summary>How long the program may take. Default: <see cref="CommandLimits.Default"/>.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>How many bytes of standard output, and of standard error, are kept; the rest is read and dropped. Default:
    /// 65,536.</summary>
    public int MaxCapturedBytes { get; init; } = 65_536;
}
