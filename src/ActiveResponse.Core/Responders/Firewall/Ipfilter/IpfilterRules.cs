using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipfilter;

/// <summary>The rule lists of IP Filter: a blocked address has one rule for incoming and one for outgoing packets.</summary>
internal sealed class IpfilterRules(bool withIPv6, FirewallProgram change, FirewallProgram list) : ISharedPlace
{
    private const string In = "block in quick from ";
    private const string InEnd = " to any";
    private const string Out = "block out quick from any to ";

    private readonly HashSet<AddressPrefix> _in = [];
    private readonly HashSet<AddressPrefix> _out = [];
    private HashSet<AddressPrefix> _halves = [];

    public FirewallProgram Program => change;

    public int MostPerRun => 10_000;

    /// <summary>False: up to version 4, ipf prints a kernel refusal but exits with 0.</summary>
    public bool ExitCodeCounts => false;

    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var version = change.Require(await change.RunAsync(cancellationToken, "-V").ConfigureAwait(false));
        if (!FirewallProgram.Lines(version).Contains("Running: yes"))
        {
            throw new FirewallException("IP Filter isn't running. Turn it on (ipf -E).");
        }

        _ = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return "IP Filter is running. Connections of a 'keep state' rule go on.";
    }

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        _in.Clear();
        _out.Clear();
        Read(await list.RequireListAsync(cancellationToken, "-io").ConfigureAwait(false));
        if (withIPv6)
        {
            Read(await list.RequireListAsync(cancellationToken, "-6", "-io").ConfigureAwait(false));
        }

        _halves = _out.Except(_in).ToHashSet();
        return [.. _in];
    }

    /// <summary>Addresses whose outgoing packets are blocked but not the incoming ones.</summary>
    public IReadOnlySet<AddressPrefix> Halves => _halves;

    public async ValueTask<CommandResult> ChangeAsync(
        IReadOnlyList<AddressPrefix> addresses,
        bool blocks,
        CancellationToken cancellationToken
    )
    {
        var result = CommandResult.Exited(0);
        foreach (var family in addresses.GroupBy(static address => address.IsIPv6).OrderBy(static family => family.Key))
        {
            string[] arguments = (family.Key, blocks) switch
            {
                (false, true) => ["-f", "-"],
                (false, false) => ["-rf", "-"],
                (true, true) => ["-6", "-f", "-"],
                (true, false) => ["-6", "-rf", "-"],
            };
            var done = await change
                .FeedAsync(family.SelectMany(address => Lines(address, blocks)), cancellationToken, arguments)
                .ConfigureAwait(false);
            if (!done.IsSuccess)
            {
                return done;
            }

            result = done.StandardError.IsEmpty ? result : done;
        }

        return result;
    }

    // An existing half is completed, and only existing rules are removed.
    private IEnumerable<string> Lines(AddressPrefix address, bool blocks)
    {
        if (_out.Contains(address) != blocks)
        {
            yield return $"@1 {Out}{address}";
        }

        if (_in.Contains(address) != blocks)
        {
            yield return $"@1 {In}{address}{InEnd}";
        }
    }

    private void Read(CommandResult listed)
    {
        foreach (var line in FirewallProgram.Lines(listed))
        {
            if (line.StartsWith(Out, StringComparison.Ordinal) && AddressPrefix.TryParse(line[Out.Length..], out var to))
            {
                _out.Add(to);
            }
            else if (
                line.StartsWith(In, StringComparison.Ordinal)
                && line.EndsWith(InEnd, StringComparison.Ordinal)
                && line.Length > In.Length + InEnd.Length
                && AddressPrefix.TryParse(line[In.Length..^InEnd.Length], out var from)
            )
            {
                _in.Add(from);
            }
        }
    }
}
