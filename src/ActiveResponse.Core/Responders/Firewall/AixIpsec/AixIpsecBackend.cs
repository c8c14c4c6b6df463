using System.Runtime.InteropServices;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>Blocks with the IP security filters of AIX, in rules known by their description.</summary>
internal sealed class AixIpsecBackend : IFirewallBackend
{
    /// <summary>Added to what is said where the programs are missing.</summary>
    public const string NotAix = "They belong to AIX, and this host is none. Use the packet filter of this system.";

    private const string Limits = "Filters must be started (smitty ipsec4), and a rule that permits a packet must not stand before ours.";

    private readonly AixIpsecOptions _options;
    private readonly AixIpsecProgram _program;
    private readonly AixIpsecTable _table;
    private readonly Func<bool> _isAix;

    /// <param name="options">The mark and the place of our rules, and the lock.</param>
    /// <param name="runner">Runs the programs, here or on the host they are meant for.</param>
    /// <param name="clock">Tells how long the lock has been waited for.</param>
    /// <param name="isAix">Whether this host is AIX, which only bears on what is said of missing programs; null for the real
    /// answer.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AixIpsecBackend(AixIpsecOptions options, ICommandRunner runner, TimeProvider clock, Func<bool>? isAix = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(clock);
        options.Check();
        _options = options;
        _program = new AixIpsecProgram(runner, options.Description, options.BeforeRule);
        _table = new AixIpsecTable(_program, new FirewallLock(options.LockFile, options.LockTimeout, clock));
        _isAix = isAix ?? (static () => RuntimeInformation.OSDescription.StartsWith("AIX", StringComparison.OrdinalIgnoreCase));
    }

    public string Name => _options.Name;

    public string Place => $"aix-ipsec:{_options.Description}";

    public FirewallCapabilities Capabilities { get; } =
        new()
        {
            IPv6 = false,
            Prefixes = true,
            KernelExpiry = false,
            Batches = false,
            Enumeration = true,
            MarksEntries = true,
            KeepsEnds = false,
            EndsLiveFlows = true,
            Ownership = FirewallOwnership.Shared,
        };

    public async ValueTask<FirewallProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rules = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
            return new FirewallProbe(IsUsable: true, $"lsfilt lists the filter table; {rules.Count} rules are ours. {Limits}");
        }
        catch (FirewallRunException e)
        {
            return new FirewallProbe(IsUsable: false, _isAix() ? e.Message : $"{e.Message} {NotAix}");
        }
    }

    public async ValueTask<FirewallBatchResult> ApplyAsync(
        IReadOnlyList<FirewallEntry> adds,
        IReadOnlyList<AddressPrefix> removes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(adds);
        ArgumentNullException.ThrowIfNull(removes);
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new DistinctBatch(Name, Capabilities, adds, removes);
        try
        {
            if (!batch.IsEmpty)
            {
                await _table.ApplyAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            return batch.Answer();
        }
        catch (FirewallRunException e)
        {
            return batch.AnswerAll(e.ToResult());
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">lsfilt can't list: that isn't the same as nothing being there.</exception>
    public async ValueTask<IReadOnlyList<FirewallEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var rules = await _program.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rules.Select(static rule => rule.Source).Distinct().Select(static address => new FirewallEntry(address, null))];
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The rules can't be removed.</exception>
    public ValueTask UninstallAsync(CancellationToken cancellationToken) => _table.DeleteAsync(cancellationToken);
}
