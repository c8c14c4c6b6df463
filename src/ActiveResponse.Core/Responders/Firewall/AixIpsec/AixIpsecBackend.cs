using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>Blocks with the IP security filters of AIX, in rules identified by their description.</summary>
internal sealed class AixIpsecBackend : FirewallBackend
{
    /// <summary>Added to the error where the programs are missing.</summary>
    public const string NotAix = "They are part of AIX, and this host doesn't run AIX. Use the packet filter of this system.";

    private const string Limits = "Filters must be started (smitty ipsec4), and a rule that permits a packet must not stand before ours.";

    private readonly AixIpsecProgram _program;
    private readonly AixIpsecTable _table;
    private readonly HostSystem _system;

    /// <param name="options">The mark and the place of our rules, and the lock.</param>
    /// <param name="runner">Runs the programs, here or on the host they are meant for.</param>
    /// <param name="clock">Measures how long the lock has been waited for.</param>
    /// <param name="system">The system of this host, which only bears on the error where the programs are missing.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public AixIpsecBackend(AixIpsecOptions options, ICommandRunner runner, TimeProvider clock, HostSystem system)
        : base(options.Name, $"aix-ipsec:{options.Description}", Prefixes | Enumeration | MarksEntries | EndsLiveFlows)
    {
        options.Validate();
        _program = new AixIpsecProgram(runner, options.Description, options.BeforeRule);
        _table = new AixIpsecTable(_program, new FirewallLock(options.LockFile, options.LockTimeout, clock));
        _system = system;
    }

    protected override async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rules = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
            return $"lsfilt lists the filter table; {rules.Count} rules are ours. {Limits}";
        }
        catch (FirewallException e) when (_system != HostSystem.Aix)
        {
            throw new FirewallException($"{e.Message} {NotAix}");
        }
    }

    protected override ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken) =>
        _table.ApplyAsync(batch, cancellationToken);

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        Entries((await _program.ListAsync(cancellationToken).ConfigureAwait(false)).Select(static rule => rule.Source));

    protected override ValueTask RemoveAllAsync(CancellationToken cancellationToken) => _table.DeleteAsync(cancellationToken);
}
