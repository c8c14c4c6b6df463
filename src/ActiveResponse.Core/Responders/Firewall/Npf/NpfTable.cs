using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Npf;

/// <summary>A table of npf, changed address by address.</summary>
internal sealed class NpfTable(string table, NpfSetup setup, FilterProgram program) : ISharedPlace
{
    private bool _isReady;

    public string Program => program.Name;

    public int MostPerRun => 1;

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
        var result = await program.ListAsync(cancellationToken, "table", table, "list").ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            _isReady = false;
            throw new PacketFilterException(
                ProgramErrors.IsRefusal(result)
                    ? $"{ProgramErrors.Explain(Program, result)} {setup.Remedy}"
                    : ProgramErrors.Explain(Program, result)
            );
        }

        HashSet<AddressPrefix> entries = [];
        foreach (var line in FilterProgram.Lines(result.OutputText))
        {
            if (AddressPrefix.TryParse(line, out var address))
            {
                entries.Add(address);
            }
        }

        return entries;
    }

    public string? Refuse(AddressPrefix address) =>
        address.IsSingleAddress || setup.TakesNetworks
            ? null
            : $"the table <{table}> of npf takes single addresses only; one of type lpm takes networks";

    public ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken) =>
        program.RunAsync(cancellationToken, "table", table, blocks ? "add" : "rem", addresses[0].ToString());
}
