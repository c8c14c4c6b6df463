namespace ActiveResponse.Planning;

/// <summary>An order, and why it won't be carried out if it won't.</summary>
/// <param name="Order">The order.</param>
/// <param name="Refusal">Who refused it and why; null when it goes ahead.</param>
public sealed record PlannedOrder(ResponseOrder Order, OrderRefusal? Refusal = null);
