using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>The commands of nft.</summary>
internal sealed class NftablesProgram(ICommandRunner runner)
{
    // A hundred thousand elements take 9 MB.
    private const int MaxListBytes = 256 * 1024 * 1024;

    private readonly FirewallProgram _nft = new(runner, NftablesFailures.OfNft) { MaxListBytes = MaxListBytes };

    /// <summary>Runs a script as one transaction.</summary>
    public ValueTask<CommandResult> RunAsync(NftablesScript script, CancellationToken cancellationToken) =>
        RunAsync(script.ToString(), cancellationToken);

    /// <summary>Runs a script as one transaction.</summary>
    public ValueTask<CommandResult> RunAsync(string script, CancellationToken cancellationToken) =>
        _nft.FeedAsync(Encoding.ASCII.GetBytes(script), cancellationToken, "-f", "-");

    /// <summary>Checks a script in the kernel without running it.</summary>
    public ValueTask<CommandResult> CheckAsync(NftablesScript script, CancellationToken cancellationToken) =>
        _nft.FeedAsync(Encoding.ASCII.GetBytes(script.ToString()), cancellationToken, "-c", "-f", "-");

    public ValueTask<CommandResult> VersionAsync(CancellationToken cancellationToken) => _nft.RunAsync(cancellationToken, "--version");

    /// <summary>Lists a table; null if it doesn't exist.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="withElements">Whether to list the elements of its sets too.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <exception cref="FirewallException">nft failed.</exception>
    public async ValueTask<NftablesListing?> ListAsync(string table, bool withElements, CancellationToken cancellationToken)
    {
        string[] arguments = withElements ? ["-j", "list", "table", "inet", table] : ["-j", "-t", "list", "table", "inet", table];
        var result = await _nft.ListAsync(cancellationToken, arguments).ConfigureAwait(false);
        return NftablesFailures.IsMissing(result) ? null : NftablesListingReader.Read(Require(result).StandardOutput);
    }

    public FirewallException Error(CommandResult result) => _nft.Error(result);

    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => _nft.Require(result);
}
