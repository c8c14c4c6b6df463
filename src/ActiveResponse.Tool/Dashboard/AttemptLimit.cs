using System.Net;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Counts wrong tokens and passwords: after some within a minute nobody of that address may try until it is over, and after
/// many only addresses that were right before: a stranger's flood must not lock the owner out.</summary>
internal sealed class AttemptLimit(TimeProvider clock)
{
    public const int MostOfOne = 10;
    public const int MostOfAll = 100;
    private const int MostKnown = 1_000;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private readonly HashSet<IPAddress> _known = [];
    private long? _began;
    private int _all;

    /// <summary>Whether one more try is answered.</summary>
    public bool MayTry(IPAddress? address)
    {
        lock (_gate)
        {
            Renew();
            var key = KeyOf(address);
            return _byAddress.GetValueOrDefault(key) < MostOfOne && (_all < MostOfAll || _known.Contains(key));
        }
    }

    /// <summary>Remembers who had a right one.</summary>
    public void Succeeded(IPAddress? address)
    {
        lock (_gate)
        {
            if (_known.Count < MostKnown)
            {
                _known.Add(KeyOf(address));
            }
        }
    }

    /// <summary>Counts a wrong one.</summary>
    public void Failed(IPAddress? address)
    {
        lock (_gate)
        {
            Renew();
            _began ??= clock.GetTimestamp();
            _all++;
            var key = KeyOf(address);
            _byAddress[key] = _byAddress.GetValueOrDefault(key) + 1;
        }
    }

    // Who has one address of an IPv6 network has all.
    private static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        if (bytes.Length == 16)
        {
            bytes.AsSpan(8).Clear();
        }

        return new IPAddress(bytes);
    }

    private void Renew()
    {
        if (_began is { } began && clock.GetElapsedTime(began) >= Window)
        {
            _began = null;
            _all = 0;
            _byAddress.Clear();
        }
    }
}
