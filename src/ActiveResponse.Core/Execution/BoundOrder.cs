using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>An order with the responder that carries it out.</summary>
/// <param name="Order">The order; names the responder.</param>
/// <param name="Responder">The responder.</param>
/// <param name="KeepsEffect">Whether the effect stays and is remembered; if not, it runs for each order and is forgotten.</param>
/// <param name="IsUnnamed">Whether the responder has yet to name the effect.</param>
internal readonly record struct BoundOrder(ResponseOrder Order, IResponder Responder, bool KeepsEffect, bool IsUnnamed);
