using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall.Xdp.Bpf;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>The open maps of the program: blocked addresses in hash tables, whose cost doesn't grow with their number, and networks in
/// tries.</summary>
internal sealed class XdpMaps : IDisposable
{
    /// <summary>The number of the map with counters of dropped packets.</summary>
    public const int Counters = 4;

    /// <summary>The number of maps.</summary>
    public const int Count = 5;

    private readonly BpfMap[] _maps;

    /// <param name="maps">The maps, by number.</param>
    public XdpMaps(BpfMap[] maps) => _maps = maps;

    public BpfMap this[int number] => _maps[number];

    /// <summary>The numbers of the maps in the kernel.</summary>
    public IReadOnlyList<uint> Numbers => [.. _maps.Select(static map => BpfObject.NumberOf(map.File))];

    /// <summary>What each map is like, by number.</summary>
    /// <param name="room">How many entries of each kind and family there may be.</param>
    public static BpfMapForm[] Forms(int room) =>
        [
            new("ar_hosts4", BpfMapKind.Hash, 4, 8, room),
            new("ar_hosts6", BpfMapKind.Hash, 16, 8, room),
            new("ar_nets4", BpfMapKind.LongestPrefix, 8, 16, room),
            new("ar_nets6", BpfMapKind.LongestPrefix, 20, 16, room),
            new("ar_dropped", BpfMapKind.CounterPerProcessor, 4, 8, 2),
        ];

    /// <summary>The number of the map an address or network belongs to.</summary>
    public static int NumberFor(AddressPrefix address)
    {
        var family = XdpFamily.Of(address.IsIPv6);
        return address.IsSingleAddress ? family.Hosts : family.Networks;
    }

    /// <summary>Makes all of them, pinned nowhere.</summary>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public static XdpMaps Create(int room)
    {
        var made = new List<BpfMap>();
        try
        {
            foreach (var form in Forms(room))
            {
                made.Add(BpfMap.Create(form));
            }

            return new XdpMaps([.. made]);
        }
        catch
        {
            made.ForEach(static map => map.Dispose());
            throw;
        }
    }

    public void Dispose() => Array.ForEach(_maps, static map => map.Dispose());
}
