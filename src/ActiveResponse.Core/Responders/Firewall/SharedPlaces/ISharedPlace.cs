using System.Collections.Frozen;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>A table, rule list or routing table that the administrator uses too, and where nothing says whose an entry is.</summary>
internal interface ISharedPlace
{
    /// <summary>The program that changes it, e.g. <c>pfctl</c>.</summary>
    FirewallProgram Program { get; }

    /// <summary>How many addresses one run of it takes.</summary>
    int MostPerRun { get; }

    /// <summary>Whether exit code 0 means that all was done; where it doesn't, the place is read again.</summary>
    bool ExitCodeCounts { get; }

    /// <summary>Checks whether entries would have an effect, without changing anything.</summary>
    /// <returns>What an operator should know of it.</returns>
    /// <exception cref="FirewallException">Entries would have no effect; the message names the remedy.</exception>
    ValueTask<string> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Makes ready, or finds ready, what makes entries effective. Called before a batch that adds. Default: nothing is
    /// needed.</summary>
    /// <exception cref="FirewallException">Entries would have no effect.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Everybody's entries.</summary>
    /// <exception cref="FirewallException">They can't be read.</exception>
    ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>What was only half there when last read: it doesn't block, and is taken away with its removal. Default: nothing can
    /// be.</summary>
    IReadOnlySet<AddressPrefix> Halves => FrozenSet<AddressPrefix>.Empty;

    /// <summary>Why an address can't be added here, or null. Called after a read. Default: all can.</summary>
    string? Refuse(AddressPrefix address) => null;

    /// <summary>Adds addresses that weren't there when last read, or removes such that were.</summary>
    ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken);
}
