using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Makes one block of all IPv6 addresses of a network: who has a /64 has more addresses than anybody can block one by
/// one.</summary>
internal sealed class AddressFolding(ResponderBinding binding, ExecutionOptions options)
{
    private const int Single = 128;

    /// <summary>Where a /64 is no one's own: behind translators (64:ff9b) stands all of IPv4, behind a Teredo server (2001:0) all of its
    /// clients.</summary>
    private static readonly AddressPrefix[] Shared =
    [
        AddressPrefix.From(IPAddress.Parse("64:ff9b::"), 96),
        AddressPrefix.From(IPAddress.Parse("64:ff9b:1::"), 48),
        AddressPrefix.From(IPAddress.Parse("2001::"), 32),
    ];

    /// <summary>The order on the network its address is in; null when it stays as it is.</summary>
    public ResponseOrder? Fold(ResponseOrder order)
    {
        // Scripts are told of an address, and what they do with a network nobody knows.
        var length = options.FoldIPv6To;
        var canFold =
            length < Single
            && order is { RunsHere: true, RunsElsewhere: false }
            && IsFoldable(order.Subject)
            && binding.Find(order) is INetworkResponder { TakesNetworks: true };
        return canFold ? order with { Subject = Subject.Of(AddressPrefix.From(order.Subject.Address!.Value.Address, length)) } : null;
    }

    private static bool IsFoldable(Subject subject) =>
        subject is { IsOnlyAddress: true, Address: { IsIPv6: true, IsSingleAddress: true } address }
        && !Array.Exists(Shared, network => network.Contains(address));
}
