using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Runs firewall-cmd.</summary>
internal sealed class FirewalldProgram(ICommandRunner runner)
{
    // Five hundred rich rules take five seconds on an idle machine; warnings name each rule.
    private static readonly CommandLimits Limits = CommandLimits.Default with { StopAfter = TimeSpan.FromMinutes(5) };
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Runs it, whatever comes of it.</summary>
    public ValueTask<CommandResult> TryAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        runner.RunAsync(
            new CommandInvocation("firewall-cmd", [.. arguments]) { Limits = Limits, MaxCapturedBytes = MaxBytes },
            cancellationToken
        );

    /// <summary>Runs it with addresses on its standard input, one a line.</summary>
    public ValueTask<CommandResult> TryAsync(
        IEnumerable<string> arguments,
        IEnumerable<AddressPrefix> input,
        CancellationToken cancellationToken
    ) =>
        runner.RunAsync(
            new CommandInvocation("firewall-cmd", [.. arguments])
            {
                Limits = Limits,
                MaxCapturedBytes = MaxBytes,
                StandardInput = System.Text.Encoding.ASCII.GetBytes(string.Concat(input.Select(static address => $"{address}\n"))),
            },
            cancellationToken
        );

    /// <summary>Its output.</summary>
    /// <exception cref="FirewalldException">It didn't succeed, or said more than can be kept.</exception>
    public async ValueTask<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var result = await TryAsync(arguments, cancellationToken).ConfigureAwait(false);
        FirewalldErrors.ThrowUnlessSuccess(result);
        return result.OutputTruncated
            ? throw new FirewalldException($"firewall-cmd's output is longer than {MaxBytes} bytes.")
            : result.OutputText;
    }
}
