using System.Collections.Frozen;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>A table, rule list or routing table that the administrator uses too, and whose entries have no owner.</summary>
internal interface ISharedPlace
{
    /// <summary>The program that changes it, e.g. <c>pfctl</c>.</summary>
    FirewallProgram Program { get; }

    /// <summary>The maximum number of addresses in one run.</summary>
    int MostPerRun { get; }

    /// <summary>Whether exit code 0 means full success; otherwise the place is read again.</summary>
    bool ExitCodeCounts { get; }

    /// <summary>Checks whether entries would have an effect, without changing anything.</summary>
    /// <returns>A line for the operator.</returns>
    /// <exception cref="FirewallException">Entries would have no effect; the message names the remedy.</exception>
    ValueTask<string> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Ensures that entries take effect. Called before a batch with adds. Default: does nothing.</summary>
    /// <exception cref="FirewallException">Entries would have no effect.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Lists everyone's entries.</summary>
    /// <exception cref="FirewallException">They can't be read.</exception>
    ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The entries that were incomplete when last read: they don't block, and a removal removes them. Default: none.</summary>
    IReadOnlySet<AddressPrefix> Halves => FrozenSet<AddressPrefix>.Empty;

    /// <summary>Why an address can't be added here, or null. Called after a read. Default: null.</summary>
    string? Refuse(AddressPrefix address) => null;

    /// <summary>Adds addresses that were missing when last read, or removes addresses that were there.</summary>
    ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken);
}
