using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Pf;

/// <summary>A table of pf. The longest match decides, and an entry with <c>!</c> excludes addresses from a wider one.</summary>
internal sealed class PfTable(string table, FirewallProgram program) : ISharedPlace
{
    private readonly PfSetup _setup = new(table, program);
    private readonly HashSet<AddressPrefix> _exceptions = [];
    private bool _isReady;

    public FirewallProgram Program => program;

    public int MostPerRun => 10_000;

    public bool ExitCodeCounts => true;

    public ValueTask<string> CheckAsync(CancellationToken cancellationToken) => _setup.CheckAsync(cancellationToken);

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (!_isReady)
        {
            _ = await _setup.CheckAsync(cancellationToken).ConfigureAwait(false);
            _isReady = true;
        }
    }

    public async ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await program.ListAsync(cancellationToken, "-q", "-t", table, "-T", "show").ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            // An add would create a table that no rule refers to.
            _isReady = false;
            throw result.OutputContains("Table does not exist")
                ? new FirewallException($"pf has no table <{table}>. {_setup.Remedy}")
                : program.Error(result);
        }

        _exceptions.Clear();
        HashSet<AddressPrefix> entries = [];
        foreach (var line in FirewallProgram.Lines(result))
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
