using ActiveResponse.Configuration;
using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ComposedHost;

/// <summary>A guard of our own, asked after the built-in ones: partners are called, not blocked.</summary>
internal sealed class BusinessPartners : IResponseGuard
{
    private readonly AddressPrefix? _partners = AddressPrefix.TryParse("198.51.100.0/28", out var network) ? network : null;

    public string Name => "business-partners";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken)
    {
        var isPartner = order.Subject.Address is { } address && _partners is { } partners && partners.Overlaps(address);
        return ValueTask.FromResult(isPartner ? new OrderRefusal(Name, $"{order.Subject} is a partner's: call them") : null);
    }
}
