using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>A table of npf, changed address by address.</summary>
internal sealed class NpfTable(string table, FirewallProgram program) : ISharedPlace
{
    private readonly NpfSetup _setup = new(table, program);
    private bool _isReady;

    public FirewallProgram Program => program;

    public int MostPerRun => 1;

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
        var result = await program.ListAsync(cancellationToken, "table", table, "list").ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            _isReady = false;
            throw result.IsRefusal() ? new FirewallException($"{program.Explain(result)} {_setup.Remedy}") : program.Error(result);
        }

        HashSet<AddressPrefix> entries = [];
        foreach (var line in FirewallProgram.Lines(result))
        {
            if (AddressPrefix.TryParse(line, out var address))
            {
                entries.Add(address);
            }
        }

        return entries;
    }

    public string? Refuse(AddressPrefix address) =>
        address.IsSingleAddress || _setup.TakesNetworks
            ? null
            : $"the table <{table}> of npf takes single addresses only; one of type lpm takes networks";

    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken) =>
        program.RunAsync(cancellationToken, "table", table, blocks ? "add" : "rem", addresses[0].ToString());
}
