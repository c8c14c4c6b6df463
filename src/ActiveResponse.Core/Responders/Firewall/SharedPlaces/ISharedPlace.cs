using System.Collections.Frozen;
using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>A table, rule list or routing table that the administrator uses too, and where nothing says whose an entry is.</summary>
internal interface ISharedPlace
{
    /// <summary>The program that changes it, e.g. <c>pfctl</c>.</summary>
    string Program { get; }

    /// <summary>How many addresses one run of it takes.</summary>
    int MostPerRun { get; }

    /// <summary>Whether exit code 0 says that all was done; where it doesn't, the place is read again.</summary>
    bool ExitCodeCounts { get; }

    /// <summary>Makes ready, or finds ready, what makes entries effective. Called before a batch that adds.</summary>
    /// <exception cref="PacketFilterException">Entries would have no effect.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Everybody's entries.</summary>
    /// <exception cref="PacketFilterException">They can't be read.</exception>
    ValueTask<HashSet<AddressPrefix>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>What was only half there when last read: it doesn't block, and is taken away with its removal. Default: nothing can
    /// be.</summary>
    IReadOnlySet<AddressPrefix> Halves => FrozenSet<AddressPrefix>.Empty;

    /// <summary>Why an address can't be added here, or null. Called after a read.</summary>
    string? Refuse(AddressPrefix address);

    /// <summary>Adds addresses that weren't there when last read, or removes such that were.</summary>
    ValueTask<CommandResult> ChangeAsync(IReadOnlyList<AddressPrefix> addresses, bool blocks, CancellationToken cancellationToken);
}
