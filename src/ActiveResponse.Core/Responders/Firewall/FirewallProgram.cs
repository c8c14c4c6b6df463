using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Runs one program of a firewall and explains its failures.</summary>
internal sealed class FirewallProgram(ICommandRunner runner, ProgramFailure failure)
{
    public FirewallProgram(ICommandRunner runner, string name)
        : this(runner, new ProgramFailure(name)) { }

    public string Name => failure.Program;

    /// <summary>How long a run may take. Default: <see cref="CommandLimits.Default"/>.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>The maximum length of a list, in bytes. Default: 64 MiB, enough for about 500,000 entries.</summary>
    public int MaxListBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What is added to the environment of runs with input and of those for a list. Default: nothing.</summary>
    public Func<ImmutableDictionary<string, string>> Environment { get; init; } = static () => ImmutableDictionary<string, string>.Empty;

    public string Explain(CommandResult result) => failure.Explain(result);

    /// <summary>Creates the error of a failed run.</summary>
    public FirewallException Error(CommandResult result) => new(failure, result);

    /// <summary>Creates the result of an entry whose run failed.</summary>
    /// <param name="result">The run.</param>
    /// <param name="address">The address to name in the text, or null.</param>
    /// <param name="mayBeInPlace">Whether an earlier step may have put the entry in place.</param>
    public ResponderResult Failed(CommandResult result, AddressPrefix? address = null, bool mayBeInPlace = false) =>
        Error(result).ToResult(address, mayBeInPlace);

    public ValueTask<CommandResult> RunAsync(CancellationToken cancellationToken, params ReadOnlySpan<string> arguments) =>
        runner.RunAsync(new CommandInvocation(Name, arguments) { Limits = Limits }, cancellationToken);

    /// <summary>Runs it with bytes on standard input.</summary>
    public ValueTask<CommandResult> FeedAsync(
        ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken,
        params ReadOnlySpan<string> arguments
    ) =>
        runner.RunAsync(
            new CommandInvocation(Name, arguments)
            {
                Limits = Limits,
                StandardInput = input,
                Environment = Environment(),
                MaxCapturedBytes = MaxListBytes,
            },
            cancellationToken
        );

    /// <summary>Runs it with lines on standard input.</summary>
    public ValueTask<CommandResult> FeedAsync(
        IEnumerable<string> lines,
        CancellationToken cancellationToken,
        params ReadOnlySpan<string> arguments
    ) => FeedAsync(Encoding.ASCII.GetBytes(string.Concat(lines.Select(static line => line + "\n"))), cancellationToken, arguments);

    /// <summary>Runs it for a list of any length.</summary>
    /// <exception cref="FirewallException">The list is longer than <see cref="MaxListBytes"/>.</exception>
    public async ValueTask<CommandResult> ListAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var command = new CommandInvocation(Name, arguments)
        {
            Limits = Limits,
            Environment = Environment(),
            MaxCapturedBytes = MaxListBytes,
        };
        var result = await runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return result.OutputTruncated
            ? throw new FirewallException($"The list of {Name} {string.Join(' ', arguments)} is longer than {MaxListBytes} bytes.")
            : result;
    }

    /// <summary>Runs it for a list, and requires success.</summary>
    /// <exception cref="FirewallException">The run failed, or the list is longer than <see cref="MaxListBytes"/>.</exception>
    public async ValueTask<CommandResult> RequireListAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Require(await ListAsync(cancellationToken, arguments).ConfigureAwait(false));

    /// <summary>Returns a successful run.</summary>
    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => result.IsSuccess ? result : throw Error(result);

    /// <summary>Splits a list into trimmed lines.</summary>
    public static IEnumerable<string> Lines(CommandResult result) =>
        result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
