using System.Globalization;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Runs the iptables of one family.</summary>
internal sealed class IptablesProgram(ICommandRunner runner, IptablesVariant variant, TimeSpan wait, bool isIPv6)
{
    // A hundred thousand rules take twelve million bytes.
    private const int MaxListBytes = 256 * 1024 * 1024;

    public bool IsIPv6 => isIPv6;

    public string Name => NameOf(variant);

    private string Restore => Name + "-restore";

    /// <summary>The name of the variant that isn't used.</summary>
    /// <param name="used">The one that is.</param>
    public string OtherThan(IptablesVariant used) => NameOf(used == IptablesVariant.Legacy ? IptablesVariant.Nft : IptablesVariant.Legacy);

    /// <summary>Runs a script as one transaction.</summary>
    public ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken) =>
        RunAsync(script, cancellationToken, []);

    /// <summary>Has the program judge a script without carrying it out.</summary>
    public ValueTask<CommandResult> CheckAsync(FirewallScript script, CancellationToken cancellationToken) =>
        RunAsync(script, cancellationToken, "--test");

    public ValueTask<CommandResult> VersionAsync(CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation(Name, "--version"), cancellationToken);

    /// <summary>What a variant has in all tables, without making a table.</summary>
    public ValueTask<CommandResult> SaveAllAsync(string program, CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation(program + "-save"), cancellationToken);

    /// <summary>The table <c>filter</c>.</summary>
    public async ValueTask<(IptablesTable? Table, CommandResult Result)> TryListAsync(CancellationToken cancellationToken)
    {
        var result = await runner
            .RunAsync(new CommandInvocation(Name + "-save", "-t", "filter") { MaxCapturedBytes = MaxListBytes }, cancellationToken)
            .ConfigureAwait(false);
        return result switch
        {
            { IsSuccess: false } => (null, result),
            { OutputTruncated: true } => throw new IptablesException(
                $"{Name}'s list of the table filter is longer than {MaxListBytes} bytes."
            ),
            _ => (IptablesTable.Parse(result.OutputText), result),
        };
    }

    /// <summary>The table <c>filter</c>.</summary>
    /// <exception cref="IptablesException">It can't be read.</exception>
    public async ValueTask<IptablesTable> ListAsync(CancellationToken cancellationToken)
    {
        var (table, result) = await TryListAsync(cancellationToken).ConfigureAwait(false);
        return table ?? throw new IptablesException(Explain(result));
    }

    public string Explain(CommandResult result) => IptablesErrors.Explain(Name, result);

    private ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken, params string[] more) =>
        runner.RunAsync(
            new CommandInvocation(
                Restore,
                [.. more, "--noflush", string.Create(CultureInfo.InvariantCulture, $"--wait={wait.TotalSeconds:F0}")]
            )
            {
                StandardInput = script.Bytes,
                Environment = XtablesLock.Environment(),
            },
            cancellationToken
        );

    private string NameOf(IptablesVariant which) =>
        (isIPv6 ? "ip6tables" : "iptables")
        + which switch
        {
            IptablesVariant.Nft => "-nft",
            IptablesVariant.Legacy => "-legacy",
            _ => "",
        };
}
