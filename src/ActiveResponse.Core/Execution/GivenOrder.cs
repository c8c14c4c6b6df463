using ActiveResponse.Guards;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>An order on its way through this host, with its responder and where it came from.</summary>
/// <param name="Order">The order.</param>
/// <param name="Responder">What carries it out here; null if this host has nothing for it.</param>
internal readonly record struct GivenOrder(ResponseOrder Order, BoundResponder? Responder)
{
    /// <summary>Why it doesn't go ahead, or null.</summary>
    public OrderRefusal? Refusal { get; init; }

    /// <summary>Whether another host has sent it.</summary>
    public bool IsReceived { get; init; }

    /// <summary>Its alert or delivery, which needn't be read again once the order is on record, or won't be; or null.</summary>
    public IntakeMark? Mark { get; init; }

    /// <summary>Whether no other order is expected right after it. It then runs on its caller's thread, if it never blocks that.</summary>
    public bool IsLone { get; init; }

    /// <summary>What the host that sent it has settled; null for an order of this host.</summary>
    public OrderTerms? Terms { get; init; }

    /// <summary>What the guards knew; null if none were asked.</summary>
    public ProtectionMark? Protection { get; init; }

    /// <summary>The order as plans show it.</summary>
    public PlannedOrder Planned => new(Order, Refusal);

    /// <summary>Marks it as on record, or as nothing that will be.</summary>
    public void Settle() => Mark?.Settle();
}
