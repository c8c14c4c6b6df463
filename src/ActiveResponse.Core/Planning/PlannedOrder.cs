namespace ActiveResponse.Planning;

/// <summary>An order, and its refusal if any.</summary>
/// <param name="Order">The order.</param>
/// <param name="Refusal">Who refused it and why; null if it goes ahead.</param>
public sealed record PlannedOrder(ResponseOrder Order, OrderRefusal? Refusal = null);
