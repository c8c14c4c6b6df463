using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Blocks the whole network of an IPv6 address: the owner of a /64 has more addresses than anybody can block one by one.</summary>
internal sealed class AddressFolding(ExecutionSettings settings)
{
    private const int Single = 128;

    /// <summary>
    /// Networks in which a /64 has no single owner: behind translators (64:ff9b) is all of IPv4, behind a Teredo server (2001:0) all of its
    /// clients.
    /// </summary>
    private static readonly AddressPrefix[] Shared =
    [
        AddressPrefix.From(IPAddress.Parse("64:ff9b::"), 96),
        AddressPrefix.From(IPAddress.Parse("64:ff9b:1::"), 48),
        AddressPrefix.From(IPAddress.Parse("2001::"), 32),
    ];

    /// <summary>Returns the order for its address's network; null if it stays as it is.</summary>
    public ResponseOrder? Fold(GivenOrder given)
    {
        var order = given.Order;

        // Scripts expect an address; what they would do with a network is unknown.
        var length = settings.Current.FoldIPv6To;
        var canFold =
            length < Single
            && order is { RunsHere: true, RunsElsewhere: false }
            && IsFoldable(order.Subject)
            && given.Responder?.Responder is INetworkResponder { TakesNetworks: true };
        return canFold ? order with { Subject = Subject.Of(AddressPrefix.From(order.Subject.Address!.Value.Address, length)) } : null;
    }

    private static bool IsFoldable(Subject subject) =>
        subject is { IsOnlyAddress: true, Address: { IsIPv6: true, IsSingleAddress: true } address }
        && !Array.Exists(Shared, network => network.Contains(address));
}
