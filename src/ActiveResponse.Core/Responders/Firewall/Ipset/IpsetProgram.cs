using System.Collections.Immutable;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Runs ipset.</summary>
internal sealed class IpsetProgram(ICommandRunner runner)
{
    // A million elements take ninety million bytes.
    private const int MaxListBytes = 512 * 1024 * 1024;

    // ipset reads each address by way of the C library, which looks each time whether its list of name servers has changed: half of what a
    // long script takes.
    private static readonly ImmutableDictionary<string, string> NoNameServers = ImmutableDictionary<string, string>.Empty.Add(
        "RES_OPTIONS",
        "no-reload"
    );

    /// <summary>Runs a script; that something is there, or gone, already is no error.</summary>
    public ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken) =>
        RunAsync(script, cancellationToken, "-exist");

    /// <summary>Runs a script that makes a set; that it is there already is an error.</summary>
    public ValueTask<CommandResult> MakeAsync(FirewallScript script, CancellationToken cancellationToken) =>
        RunAsync(script, cancellationToken, []);

    public ValueTask<CommandResult> VersionAsync(CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation("ipset", "--version"), cancellationToken);

    public ValueTask<CommandResult> DestroyAsync(string set, CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation("ipset", "destroy", set), cancellationToken);

    public ValueTask<CommandResult> FlushAsync(string set, CancellationToken cancellationToken) =>
        runner.RunAsync(new CommandInvocation("ipset", "flush", set), cancellationToken);

    /// <summary>Whether there is another packet filter on this host, one that can't look into sets of ipset.</summary>
    public async ValueTask<bool> HasNftAsync(CancellationToken cancellationToken) =>
        (await runner.RunAsync(new CommandInvocation("nft", "--version"), cancellationToken).ConfigureAwait(false)).IsSuccess;

    /// <summary>What is in a set, or null if there is no such set.</summary>
    /// <exception cref="IptablesException">ipset can't tell.</exception>
    public async ValueTask<IpsetListing?> ListAsync(string set, bool isIPv6, CancellationToken cancellationToken)
    {
        var result = await runner
            .RunAsync(new CommandInvocation("ipset", "save", set) { MaxCapturedBytes = MaxListBytes }, cancellationToken)
            .ConfigureAwait(false);
        if (IpsetErrors.SaysMissing(result))
        {
            return null;
        }

        return result switch
        {
            { IsSuccess: false } => throw new IptablesException(IpsetErrors.Explain(result)),
            { OutputTruncated: true } => throw new IptablesException($"ipset's list of the set {set} is longer than {MaxListBytes} bytes."),
            _ => IpsetListing.Parse(result.OutputText, set, isIPv6),
        };
    }

    private ValueTask<CommandResult> RunAsync(FirewallScript script, CancellationToken cancellationToken, params string[] more) =>
        runner.RunAsync(
            new CommandInvocation("ipset", ["restore", .. more]) { StandardInput = script.Bytes, Environment = NoNameServers },
            cancellationToken
        );
}
