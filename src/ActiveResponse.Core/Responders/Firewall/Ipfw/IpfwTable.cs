using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Ipfw;

/// <summary>A lookup table of ipfw.</summary>
internal sealed class IpfwTable(string table, IpfwRules rules, FilterProgram program) : ISharedPlace
{
    public string Program => program.Name;

    public int MostPerRun => 10_000;

    public bool ExitCodeCounts => true;

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => rules.EnsureAsync(cancellationToken);

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await program.ListAsync(cancellationToken, "table", table, "list").ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return [.. Parse(result.OutputText)];
        }

        // A table comes into being with its first entry or rule.
        return ProgramErrors.IsRefusal(result) && ProgramErrors.Says(result, "No such process")
            ? []
            : throw new PacketFilterException(ProgramErrors.Explain(Program, result));
    }

    public string? Refuse(AddressPrefix address) => null;

    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken)
    {
        var verb = blocks ? "add" : "delete";
        return addresses is [var one]
            ? program.RunAsync(cancellationToken, "-q", "table", table, verb, one.ToString())
            : program.FeedAsync(addresses.Select(address => $"table {table} {verb} {address}"), cancellationToken, "-q", "/dev/stdin");
    }

    // "192.0.2.1/32 0": the address, and the value that a rule could look at.
    private static IEnumerable<AddressPrefix> Parse(string text)
    {
        foreach (var line in FilterProgram.Lines(text))
        {
            if (AddressPrefix.TryParse(line.Split(' ', 2)[0], out var address))
            {
                yield return address;
            }
        }
    }
}
