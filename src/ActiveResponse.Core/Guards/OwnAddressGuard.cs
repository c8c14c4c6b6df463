using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>Refuses this host's own addresses, and networks that contain one.</summary>
internal sealed class OwnAddressGuard(IHostAddresses addresses) : IResponseGuard
{
    public string Name => "own-address";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseCommand order, GuardStage stage, CancellationToken cancellationToken)
    {
        if (order.Subject.Address is { } subject)
        {
            foreach (var own in addresses.Current)
            {
                if (subject.Contains(own))
                {
                    return ValueTask.FromResult<OrderRefusal?>(new OrderRefusal(Name, $"{own} is an address of this host"));
                }
            }
        }

        return ValueTask.FromResult<OrderRefusal?>(null);
    }
}
