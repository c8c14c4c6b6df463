using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Runs netsh.</summary>
internal sealed class NetshProgram(ICommandRunner runner, string prefix)
{
    public const string Program = "netsh";

    // Ten thousand rules, or a million addresses.
    private const int MaxListBytes = 64 * 1024 * 1024;

    private readonly NetshRuleName _names = new(prefix);

    /// <summary>Our rules by their number.</summary>
    /// <remarks>All rules are asked for: netsh ends with 1 both when a name isn't known and when it can't tell.</remarks>
    /// <exception cref="FirewallRunException">netsh can't tell.</exception>
    public async ValueTask<SortedDictionary<int, NetshRule>> ListAsync(CancellationToken cancellationToken)
    {
        var command = new CommandInvocation(Program, "advfirewall", "firewall", "show", "rule", "name=all")
        {
            MaxCapturedBytes = MaxListBytes,
        };
        var result = await runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return !result.IsSuccess ? throw new FirewallRunException(Program, result)
            : result.OutputTruncated ? throw new FirewallRunException($"netsh's list of rules is longer than {MaxListBytes} bytes.")
            : NetshListing.Parse(result.OutputText, _names);
    }

    /// <summary>Makes a pair of rules hold these addresses, and no others; none: the rules go. A rule without a list would block
    /// everybody.</summary>
    /// <returns>Null when done, or what netsh said.</returns>
    /// <exception cref="FirewallRunException">netsh can't be run.</exception>
    public async ValueTask<CommandResult?> WriteAsync(
        NetshRule rule,
        IReadOnlyList<AddressPrefix> addresses,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<AddressPrefix>? wanted = addresses.Count == 0 ? null : addresses;
        if (!NetshRule.IsSame(rule.Inbound, wanted))
        {
            if (
                await RunAsync(rule.Number, inbound: true, rule.Inbound is not null, wanted, cancellationToken).ConfigureAwait(false) is
                { } refusal
            )
            {
                return refusal;
            }

            rule.Inbound = wanted;
        }

        if (!NetshRule.IsSame(rule.Outbound, wanted))
        {
            if (
                await RunAsync(rule.Number, inbound: false, rule.Outbound is not null, wanted, cancellationToken).ConfigureAwait(false) is
                { } refusal
            )
            {
                return refusal;
            }

            rule.Outbound = wanted;
        }

        return null;
    }

    private async ValueTask<CommandResult?> RunAsync(
        int number,
        bool inbound,
        bool exists,
        IReadOnlyList<AddressPrefix>? wanted,
        CancellationToken cancellationToken
    )
    {
        var name = $"name={_names.Of(number, inbound)}";
        var direction = inbound ? "dir=in" : "dir=out";
        var list = wanted is null ? "" : $"remoteip={string.Join(',', wanted.Select(NetshAddress.Text))}";
        var result = await runner
            .RunAsync(
                wanted is null ? new CommandInvocation(Program, "advfirewall", "firewall", "delete", "rule", name, direction)
                    : exists ? new CommandInvocation(Program, "advfirewall", "firewall", "set", "rule", name, direction, "new", list)
                    : new CommandInvocation(Program, "advfirewall", "firewall", "add", "rule", name, direction, "action=block", list),
                cancellationToken
            )
            .ConfigureAwait(false);
        return result.IsSuccess ? null
            : FirewallRun.IsRefusal(result) ? result
            : throw new FirewallRunException(Program, result);
    }
}
