using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend whose entries may be in several places, or whose place on record is not compared word by word.</summary>
/// <remarks>Where one entry is in another place than <see cref="IFirewallBackend.Place"/>, its result says so.</remarks>
internal interface IPlacedBackend : IFirewallBackend
{
    /// <summary>Whether it can take back what is in a place on record.</summary>
    bool IsAt(string place);

    /// <summary>Notes where an entry on record is; called before a batch that changes it.</summary>
    void Recall(AddressPrefix address, string place);
}
