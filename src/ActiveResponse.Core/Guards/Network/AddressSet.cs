using System.Collections.Frozen;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Addresses that must not be blocked, with constant-time lookup of an address.</summary>
internal sealed class AddressSet(IEnumerable<AddressPrefix> addresses)
{
    private readonly FrozenSet<AddressPrefix> _addresses = addresses.ToFrozenSet();

    public static AddressSet Empty { get; } = new([]);

    public IReadOnlyCollection<AddressPrefix> Addresses => _addresses;

    public bool IsSame(AddressSet other) => _addresses.SetEquals(other._addresses);

    /// <summary>Returns a member that a block of the subject would hit, or null.</summary>
    public AddressPrefix? HitBy(AddressPrefix subject)
    {
        if (subject.IsSingleAddress)
        {
            return _addresses.Contains(subject) ? subject : null;
        }

        foreach (var address in _addresses)
        {
            if (subject.Contains(address))
            {
                return address;
            }
        }

        return null;
    }
}
