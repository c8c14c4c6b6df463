using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>A lookup table of ipfw.</summary>
internal sealed class IpfwTable(string table, FirewallProgram program, FirewallProgram sysctl) : ISharedPlace
{
    private readonly IpfwRules _rules = new(table, program);

    public FirewallProgram Program => program;

    public int MostPerRun => 10_000;

    public bool ExitCodeCounts => true;

    public async ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        var rules = await program.RunAsync(cancellationToken, "list").ConfigureAwait(false);
        if (!rules.IsSuccess)
        {
            throw rules.IsRefusal()
                ? new FirewallException($"{program.Explain(rules)} Is it loaded (kldload ipfw)?")
                : program.Error(rules);
        }

        var enabled = await sysctl.RunAsync(cancellationToken, "-n", "net.inet.ip.fw.enable").ConfigureAwait(false);
        return enabled.IsSuccess && enabled.OutputText.Trim() == "0"
            ? throw new FirewallException("ipfw is loaded but turned off. Turn it on (sysctl net.inet.ip.fw.enable=1).")
            : $"ipfw: table {table} can be used; the first block adds two rules 00001 if they are missing.";
    }

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => _rules.EnsureAsync(cancellationToken);

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await program.ListAsync(cancellationToken, "table", table, "list").ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return [.. Parse(result)];
        }

        // The first entry or rule creates the table.
        return result.IsRefusal() && result.OutputContains("No such process") ? [] : throw program.Error(result);
    }

    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken)
    {
        var verb = blocks ? "add" : "delete";
        return addresses is [var one]
            ? program.RunAsync(cancellationToken, "-q", "table", table, verb, one.ToString())
            : program.FeedAsync(addresses.Select(address => $"table {table} {verb} {address}"), cancellationToken, "-q", "/dev/stdin");
    }

    // "192.0.2.1/32 0": the address, and a value that rules could match.
    private static IEnumerable<AddressPrefix> Parse(CommandResult result)
    {
        foreach (var line in FirewallProgram.Lines(result))
        {
            if (AddressPrefix.TryParse(line.Split(' ', 2)[0], out var address))
            {
                yield return address;
            }
        }
    }
}
