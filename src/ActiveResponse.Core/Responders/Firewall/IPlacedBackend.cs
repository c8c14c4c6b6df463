using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend whose entries may be in several places, or whose recorded place isn't compared literally.</summary>
/// <remarks>If an entry is in another place than <see cref="IFirewallBackend.Place"/>, its result has that place.</remarks>
internal interface IPlacedBackend : IFirewallBackend
{
    /// <summary>Whether it can lift the entries of a recorded place.</summary>
    bool IsAt(string place);

    /// <summary>Passes the recorded place of an entry, before a batch that changes it.</summary>
    void Recall(AddressPrefix address, string place);
}
