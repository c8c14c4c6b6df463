using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The commands of firewall-cmd.</summary>
internal sealed class FirewalldProgram(ICommandRunner runner)
{
    // 500 rich rules take five seconds on an idle machine; warnings name each rule.
    private readonly FirewallProgram _program = new(runner, FirewalldErrors.OfFirewallCmd)
    {
        Limits = CommandLimits.Default with { StopAfter = TimeSpan.FromMinutes(5) },
    };

    /// <summary>Runs it and returns any result.</summary>
    /// <exception cref="FirewallException">Its output is too long.</exception>
    public ValueTask<CommandResult> TryAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        _program.ListAsync(cancellationToken, [.. arguments]);

    /// <summary>Runs it with addresses on standard input, one per line.</summary>
    public ValueTask<CommandResult> TryAsync(
        IEnumerable<string> arguments,
        IEnumerable<AddressPrefix> input,
        CancellationToken cancellationToken
    ) => _program.FeedAsync(input.Select(static address => address.ToString()), cancellationToken, [.. arguments]);

    /// <summary>Runs it and returns its output.</summary>
    /// <exception cref="FirewallException">It failed, or its output is too long.</exception>
    public async ValueTask<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Require(await TryAsync(arguments, cancellationToken).ConfigureAwait(false)).OutputText;

    public string Explain(CommandResult result) => _program.Explain(result);

    public FirewallException Error(CommandResult result) => _program.Error(result);

    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => _program.Require(result);
}
