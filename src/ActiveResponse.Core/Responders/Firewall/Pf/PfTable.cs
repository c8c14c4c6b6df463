using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>A table of pf. In it the longest match decides, and an entry with <c>!</c> lets in what a wider one blocks.</summary>
internal sealed class PfTable(string table, PfSetup setup, FilterProgram program) : ISharedPlace
{
    private readonly HashSet<AddressPrefix> _exceptions = [];
    private bool _isReady;

    public string Program => program.Name;

    public int MostPerRun => 10_000;

    public bool ExitCodeCounts => true;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (!_isReady)
        {
            var check = await setup.CheckAsync(cancellationToken).ConfigureAwait(false);
            _isReady = check.IsUsable ? true : throw new PacketFilterException(check.Reason);
        }
    }

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await program.ListAsync(cancellationToken, "-q", "-t", table, "-T", "show").ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            // An add would make a table that no rule looks at.
            _isReady = false;
            throw new PacketFilterException(
                ProgramErrors.Says(result, "Table does not exist")
                    ? $"pf has no table <{table}>. {setup.Remedy}"
                    : ProgramErrors.Explain(Program, result)
            );
        }

        _exceptions.Clear();
        HashSet<AddressPrefix> entries = [];
        foreach (var line in FilterProgram.Lines(result.OutputText))
        {
            var isException = line.StartsWith('!');
            if (AddressPrefix.TryParse(line.TrimStart('!').Trim(), out var address))
            {
                (isException ? _exceptions : entries).Add(address);
            }
        }

        return entries;
    }

    public string? Refuse(AddressPrefix address) =>
        _exceptions.Contains(address) ? $"the administrator has excepted {address} in the table <{table}> ('!{address}')" : null;

    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken)
    {
        var verb = blocks ? "add" : "delete";
        return addresses is [var one]
            ? program.RunAsync(cancellationToken, "-q", "-t", table, "-T", verb, one.ToString())
            : program.FeedAsync(
                addresses.Select(static address => address.ToString()),
                cancellationToken,
                "-q",
                "-t",
                table,
                "-T",
                verb,
                "-f",
                "-"
            );
    }
}
