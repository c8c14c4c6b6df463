using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Runs the iptables of one family.</summary>
internal sealed class IptablesProgram
{
    // A hundred thousand rules take 12 MB.
    private const int MaxListBytes = 256 * 1024 * 1024;

    private readonly ICommandRunner _runner;
    private readonly FirewallProgram _program;
    private readonly FirewallProgram _restore;
    private readonly FirewallProgram _save;
    private readonly string _wait;

    public IptablesProgram(ICommandRunner runner, IptablesVariant variant, TimeSpan wait, bool isIPv6)
    {
        IsIPv6 = isIPv6;
        var name = NameOf(variant);
        _runner = runner;
        _program = new FirewallProgram(runner, IptablesFailures.Of(name));
        _restore = new FirewallProgram(runner, $"{name}-restore") { Environment = XtablesLock.Environment };
        _save = new FirewallProgram(runner, $"{name}-save") { MaxListBytes = MaxListBytes };
        _wait = string.Create(CultureInfo.InvariantCulture, $"--wait={wait.TotalSeconds:F0}");
    }

    public bool IsIPv6 { get; }

    public string Name => _program.Name;

    /// <summary>The name of the variant that isn't in use.</summary>
    /// <param name="used">The one in use.</param>
    public string OtherThan(IptablesVariant used) => NameOf(used == IptablesVariant.Legacy ? IptablesVariant.Nft : IptablesVariant.Legacy);

    /// <summary>Runs a script as one transaction.</summary>
    public ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken) =>
        _restore.FeedAsync(script.Bytes, cancellationToken, "--noflush", _wait);

    /// <summary>Checks a script without running it.</summary>
    public ValueTask<CommandResult> CheckAsync(FirewallScript script, CancellationToken cancellationToken) =>
        _restore.FeedAsync(script.Bytes, cancellationToken, "--test", "--noflush", _wait);

    public ValueTask<CommandResult> VersionAsync(CancellationToken cancellationToken) => _program.RunAsync(cancellationToken, "--version");

    /// <summary>Lists a variant's rules in all tables, without creating a table.</summary>
    public ValueTask<CommandResult> SaveAllAsync(string program, CancellationToken cancellationToken) =>
        new FirewallProgram(_runner, $"{program}-save").RunAsync(cancellationToken);

    /// <summary>Reads the table <c>filter</c>; null if this host can't filter IPv6.</summary>
    /// <exception cref="FirewallException">The table can't be read.</exception>
    public async ValueTask<IptablesTable?> ListOrNullAsync(CancellationToken cancellationToken)
    {
        var result = await _save.ListAsync(cancellationToken, "-t", "filter").ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return IptablesTable.Parse(result.StandardOutput.Span);
        }

        return IsIPv6 && IptablesFailures.IsUnsupported(result) ? null : throw Error(result);
    }

    /// <summary>Reads the table <c>filter</c>.</summary>
    /// <exception cref="FirewallException">The table can't be read.</exception>
    public async ValueTask<IptablesTable> ListAsync(CancellationToken cancellationToken) =>
        IptablesTable.Parse(Require(await _save.ListAsync(cancellationToken, "-t", "filter").ConfigureAwait(false)).StandardOutput.Span);

    /// <summary>Removes the frame around our entries, and the entries in our chain.</summary>
    /// <exception cref="FirewallException">The rules can't be removed.</exception>
    public async ValueTask DisarmAsync(IptablesFrame frame, CancellationToken cancellationToken)
    {
        var table = await ListOrNullAsync(cancellationToken).ConfigureAwait(false);
        if (table is not null && !frame.IsForeign(table) && frame.Disarm(table) is { } script)
        {
            Require(await RunAsync(script, cancellationToken).ConfigureAwait(false));
        }
    }

    public string Explain(CommandResult result) => _program.Explain(result);

    public FirewallException Error(CommandResult result) => _program.Error(result);

    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => _program.Require(result);

    private string NameOf(IptablesVariant which)
    {
        var name = IsIPv6 ? "ip6tables" : "iptables";
        return which switch
        {
            IptablesVariant.Nft => $"{name}-nft",
            IptablesVariant.Legacy => $"{name}-legacy",
            _ => name,
        };
    }
}
