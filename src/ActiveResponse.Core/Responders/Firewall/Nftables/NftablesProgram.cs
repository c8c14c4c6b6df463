using System.Text;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>Runs nft.</summary>
internal sealed class NftablesProgram(ICommandRunner runner)
{
    // A hundred thousand elements take nine million bytes.
    private const int MaxListBytes = 256 * 1024 * 1024;

    /// <summary>Runs a script as one transaction.</summary>
    public ValueTask<CommandResult> RunAsync(NftablesScript script, CancellationToken cancellationToken) =>
        RunAsync(script.ToString(), cancellationToken);

    /// <summary>Runs a script as one transaction.</summary>
    public ValueTask<CommandResult> RunAsync(string script, CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation("nft", "-f", "-") { StandardInput = Encoding.ASCII.GetBytes(script) }, cancellationToken);

    /// <summary>Has the kernel judge a script without carrying it out.</summary>
    public ValueTask<CommandResult> CheckAsync(NftablesScript script, CancellationToken cancellationToken) =>
        runner.RunAsync(
            new CommandInvocation("nft", "-c", "-f", "-") { StandardInput = Encoding.ASCII.GetBytes(script.ToString()) },
            cancellationToken
        );

    public ValueTask<CommandResult> VersionAsync(CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation("nft", "--version"), cancellationToken);

    /// <summary>What is in a table, or null if there is no such table.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="withElements">Whether the elements of its sets are wanted too.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="NftablesException">nft can't tell.</exception>
    public async ValueTask<NftablesListing?> ListAsync(string table, bool withElements, CancellationToken cancellationToken)
    {
        string[] arguments = withElements ? ["-j", "list", "table", "inet", table] : ["-j", "-t", "list", "table", "inet", table];
        var result = await runner
            .RunAsync(new CommandInvocation("nft", arguments) { MaxCapturedBytes = MaxListBytes }, cancellationToken)
            .ConfigureAwait(false);
        if (NftablesErrors.SaysMissing(result))
        {
            return null;
        }

        NftablesErrors.ThrowUnlessSuccess(result);
        return result.OutputTruncated
            ? throw new NftablesException($"nft's list of the table {table} is longer than {MaxListBytes} bytes.")
            : NftablesListingReader.Read(result.StandardOutput);
    }
}
