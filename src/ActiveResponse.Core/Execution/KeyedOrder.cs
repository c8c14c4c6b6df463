using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>An order under the key of its effect.</summary>
/// <param name="Order">The order; names the responder.</param>
/// <param name="Bound">Its responder.</param>
/// <param name="KeepsEffect">Whether the effect stays and is remembered; if not, it runs for each order and is forgotten.</param>
/// <param name="IsUnnamed">Whether the responder has yet to name the effect.</param>
internal readonly record struct KeyedOrder(ResponseOrder Order, BoundResponder Bound, bool KeepsEffect, bool IsUnnamed);
