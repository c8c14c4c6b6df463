using System.Collections.Immutable;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The commands of ipset.</summary>
internal sealed class IpsetProgram(ICommandRunner runner)
{
    // A million elements take ninety million bytes.
    private const int MaxListBytes = 512 * 1024 * 1024;

    // ipset reads each address by way of the C library, which checks each time whether its list of name servers has changed: half of what a
    // long script takes.
    private static readonly ImmutableDictionary<string, string> NoNameServers = ImmutableDictionary<string, string>.Empty.Add(
        "RES_OPTIONS",
        "no-reload"
    );

    private readonly FirewallProgram _ipset = new(runner, IpsetFailures.OfIpset)
    {
        MaxListBytes = MaxListBytes,
        Environment = static () => NoNameServers,
    };

    private readonly FirewallProgram _nft = new(runner, "nft");

    /// <summary>Runs a script; that something is there, or gone, already is no error.</summary>
    public ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken) =>
        _ipset.FeedAsync(script.Bytes, cancellationToken, "restore", "-exist");

    /// <summary>Runs a script that makes a set; that it is there already is an error.</summary>
    public ValueTask<CommandResult> MakeAsync(FirewallScript script, CancellationToken cancellationToken) =>
        _ipset.FeedAsync(script.Bytes, cancellationToken, "restore");

    /// <summary>The version, on one line.</summary>
    /// <exception cref="FirewallException">ipset can't be run.</exception>
    public async ValueTask<string> VersionAsync(CancellationToken cancellationToken) =>
        Require(await _ipset.RunAsync(cancellationToken, "--version").ConfigureAwait(false)).OutputText.Trim();

    public ValueTask<CommandResult> DestroyAsync(string set, CancellationToken cancellationToken) =>
        _ipset.RunAsync(cancellationToken, "destroy", set);

    public ValueTask<CommandResult> FlushAsync(string set, CancellationToken cancellationToken) =>
        _ipset.RunAsync(cancellationToken, "flush", set);

    /// <summary>Whether there is another packet filter on this host, one that can't look into sets of ipset.</summary>
    public async ValueTask<bool> HasNftAsync(CancellationToken cancellationToken) =>
        (await _nft.RunAsync(cancellationToken, "--version").ConfigureAwait(false)).IsSuccess;

    /// <summary>What is in a set, or null if there is no such set.</summary>
    /// <exception cref="FirewallException">ipset can't tell.</exception>
    public async ValueTask<IpsetListing?> ListAsync(string set, bool isIPv6, CancellationToken cancellationToken)
    {
        var result = await _ipset.ListAsync(cancellationToken, "save", set).ConfigureAwait(false);
        return IpsetFailures.SaysMissing(result) ? null : IpsetListing.Parse(Require(result).OutputText, set, isIPv6);
    }

    public string Explain(CommandResult result) => _ipset.Explain(result);

    public FirewallException Error(CommandResult result) => _ipset.Error(result);

    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => _ipset.Require(result);
}
