using ActiveResponse.Processes;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Blocks with the Windows firewall, in our own rules of many addresses each.</summary>
internal sealed class NetshBackend : FirewallBackend
{
    private const string Limits = "It blocks nothing where the firewall is off (netsh advfirewall show allprofiles state).";

    private readonly string _rule;
    private readonly NetshProgram _program;
    private readonly NetshTable _table;

    /// <param name="options">The rules' names and size, and the lock.</param>
    /// <param name="runner">Runs netsh.</param>
    /// <param name="clock">Measures how long the lock has been waited for.</param>
    /// <param name="obstacle">Why this host can't have it, or null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public NetshBackend(NetshOptions options, ICommandRunner runner, TimeProvider clock, string? obstacle)
        : base(
            options.Name,
            $"netsh:{options.Rule}",
            IPv6 | Prefixes | Batches | Enumeration | MarksEntries | EndsLiveFlows | ExclusivePlace,
            obstacle
        )
    {
        options.Validate();
        _rule = options.Rule;
        _program = new NetshProgram(new FirewallProgram(runner, "netsh"), options.Rule);
        _table = new NetshTable(options, _program, new FirewallLock(options.LockFile, options.LockTimeout, clock));
    }

    protected override async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var rules = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
        return $"netsh lists the rules of the firewall; {rules.Count} pairs are named {_rule}-…. {Limits}";
    }

    protected override ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken) =>
        _table.ApplyAsync(batch, cancellationToken);

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        Entries((await _program.ListAsync(cancellationToken).ConfigureAwait(false)).Values.SelectMany(static rule => rule.Either));

    protected override ValueTask RemoveAllAsync(CancellationToken cancellationToken) => _table.DeleteAsync(cancellationToken);
}
