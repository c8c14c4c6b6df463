using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>Runs one program of a firewall, and says what its failures mean.</summary>
internal sealed class FirewallProgram(ICommandRunner runner, ProgramFailure failure)
{
    public FirewallProgram(ICommandRunner runner, string name)
        : this(runner, new ProgramFailure(name)) { }

    public string Name => failure.Program;

    /// <summary>How long a run may take. Default: <see cref="CommandLimits.Default"/>.</summary>
    public CommandLimits Limits { get; init; } = CommandLimits.Default;

    /// <summary>The longest list that is read, in bytes. Default: 64 MiB, enough for some 500,000 entries.</summary>
    public int MaxListBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The environment of a run that reads its input. Default: empty.</summary>
    public Func<ImmutableDictionary<string, string>> Environment { get; init; } = static () => ImmutableDictionary<string, string>.Empty;

    public string Explain(CommandResult result) => failure.Explain(result);

    /// <summary>The error of a failed run.</summary>
    public FirewallException Error(CommandResult result) => new(failure, result);

    /// <summary>The result of an entry that a failed run was about.</summary>
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

    /// <summary>Runs it for a list, however long.</summary>
    /// <exception cref="FirewallException">The list is longer than <see cref="MaxListBytes"/>.</exception>
    public async ValueTask<CommandResult> ListAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var command = new CommandInvocation(Name, arguments) { Limits = Limits, MaxCapturedBytes = MaxListBytes };
        var result = await runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return result.OutputTruncated
            ? throw new FirewallException($"The list of {Name} {string.Join(' ', arguments)} is longer than {MaxListBytes} bytes.")
            : result;
    }

    /// <summary>Runs it for a list that it must give.</summary>
    /// <exception cref="FirewallException">It failed, or the list is longer than <see cref="MaxListBytes"/>.</exception>
    public async ValueTask<CommandResult> RequireListAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Require(await ListAsync(cancellationToken, arguments).ConfigureAwait(false));

    /// <summary>Passes a successful run on.</summary>
    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => result.IsSuccess ? result : throw Error(result);

    /// <summary>The lines of a list, without blanks around them.</summary>
    public static IEnumerable<string> Lines(CommandResult result) =>
        result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
