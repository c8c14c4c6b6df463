using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>The netsh commands that list and change our rules.</summary>
internal sealed class NetshProgram(FirewallProgram program, string prefix)
{
    private readonly NetshRuleName _names = new(prefix);

    public FirewallProgram Program => program;

    /// <summary>Our rules by their number.</summary>
    /// <remarks>Lists all rules: netsh exits with 1 both for an unknown name and for an error.</remarks>
    /// <exception cref="FirewallException">netsh failed.</exception>
    public async ValueTask<SortedDictionary<int, NetshRule>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await program
            .RequireListAsync(cancellationToken, "advfirewall", "firewall", "show", "rule", "name=all")
            .ConfigureAwait(false);
        return NetshListing.Parse(listed.OutputText, _names);
    }

    /// <summary>Sets the addresses of a pair of rules; with none, deletes the rules. A rule without a list would block everyone.</summary>
    /// <returns>Null if done, otherwise the refusal.</returns>
    /// <exception cref="FirewallException">netsh can't be run.</exception>
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
        string[] rule = [$"name={_names.Of(number, inbound)}", inbound ? "dir=in" : "dir=out"];
        string[] command = (wanted, exists) switch
        {
            (null, _) => ["delete", "rule", .. rule],
            (_, true) => ["set", "rule", .. rule, "new", ListOf(wanted)],
            (_, false) => ["add", "rule", .. rule, "action=block", ListOf(wanted)],
        };
        var result = await program.RunAsync(cancellationToken, ["advfirewall", "firewall", .. command]).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return null;
        }

        return result.IsRefusal() ? result : throw program.Error(result);
    }

    private static string ListOf(IReadOnlyList<AddressPrefix> addresses) =>
        $"remoteip={string.Join(',', addresses.Select(NetshAddress.Text))}";
}
