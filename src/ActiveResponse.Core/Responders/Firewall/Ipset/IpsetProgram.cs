using System.Collections.Immutable;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>The commands of ipset.</summary>
internal sealed class IpsetProgram(ICommandRunner runner)
{
    // A million elements take 90 MB.
    private const int MaxListBytes = 512 * 1024 * 1024;

    // ipset reads each address by the C library, which checks each time whether resolv.conf has changed: half the time of a long script.
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

    /// <summary>Runs a script; existing or missing elements are no errors.</summary>
    public ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken) =>
        _ipset.FeedAsync(script.Bytes, cancellationToken, "restore", "-exist");

    /// <summary>Runs a script that creates a set; an existing set is an error.</summary>
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

    /// <summary>Whether this host has another packet filter that can't match ipset's sets.</summary>
    public async ValueTask<bool> HasNftAsync(CancellationToken cancellationToken) =>
        (await _nft.RunAsync(cancellationToken, "--version").ConfigureAwait(false)).IsSuccess;

    /// <summary>Lists a set; null if it doesn't exist.</summary>
    /// <exception cref="FirewallException">ipset failed.</exception>
    public async ValueTask<IpsetListing?> ListAsync(string set, bool isIPv6, CancellationToken cancellationToken)
    {
        var result = await _ipset.ListAsync(cancellationToken, "save", set).ConfigureAwait(false);
        return IpsetFailures.IsMissing(result) ? null : IpsetListing.Parse(Require(result).OutputText, set, isIPv6);
    }

    public string Explain(CommandResult result) => _ipset.Explain(result);

    public FirewallException Error(CommandResult result) => _ipset.Error(result);

    /// <exception cref="FirewallException">The run failed.</exception>
    public CommandResult Require(CommandResult result) => _ipset.Require(result);
}
