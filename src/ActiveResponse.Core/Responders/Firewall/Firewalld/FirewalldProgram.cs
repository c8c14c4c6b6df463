using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Firewalld.Bus;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>The commands of firewall-cmd.</summary>
/// <param name="runner">Runs it.</param>
/// <param name="bus">The address of the D-Bus it is to use; null for its own default.</param>
internal sealed class FirewalldProgram(ICommandRunner runner, Func<string?> bus)
{
    // 500 rich rules take five seconds on an idle machine; warnings name each rule.
    private readonly FirewallProgram _program = new(runner, FirewalldErrors.OfFirewallCmd)
    {
        Limits = CommandLimits.Default with { StopAfter = TimeSpan.FromMinutes(5) },
        Environment = () =>
            bus() is { } address
                ? ImmutableDictionary<string, string>.Empty.Add(FirewalldBus.AddressVariable, address)
                : ImmutableDictionary<string, string>.Empty,
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
