using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Refuses addresses that are never an attacker's, and networks so wide that they are probably typing errors.</summary>
internal sealed class ProtectedAddressGuard(CurrentGuardOptions options) : IResponseGuard
{
    private static readonly (AddressPrefix Network, string What)[] Protected =
    [
        (Network("0.0.0.0/8"), "the unspecified address"),
        (Network("127.0.0.0/8"), "loopback"),
        (Network("169.254.0.0/16"), "link-local"),
        (Network("224.0.0.0/4"), "multicast"),
        (Network("255.255.255.255"), "broadcast"),
        (Network("::"), "the unspecified address"),
        (Network("::1"), "loopback"),
        (Network("fe80::/10"), "link-local"),
        (Network("ff00::/8"), "multicast"),
    ];

    public string Name => "protected-address";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(order.Subject.Address is { } address ? Check(address) : null);

    private OrderRefusal? Check(AddressPrefix address)
    {
        var shortest = address.IsIPv6 ? options.Current.ShortestIPv6Prefix : options.Current.ShortestIPv4Prefix;
        if (address.Length < shortest)
        {
            return new OrderRefusal(Name, $"{address} is wider than /{shortest}, the widest network that may be blocked");
        }

        foreach (var (network, what) in Protected)
        {
            if (network.Overlaps(address))
            {
                return new OrderRefusal(Name, $"{address} is {what} ({network})");
            }
        }

        return null;
    }

    private static AddressPrefix Network(string text) =>
        AddressPrefix.TryParse(text, out var network) ? network : throw new FormatException(text);
}
