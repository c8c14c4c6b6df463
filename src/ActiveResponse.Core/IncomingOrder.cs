using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse;

/// <summary>An order from another host, as it came in.</summary>
/// <param name="Order">The order, as sent.</param>
/// <param name="Terms">What its sender has settled, or null.</param>
/// <param name="Mark">Its delivery, which needn't come again once the order is on record, or won't be; or null.</param>
internal readonly record struct IncomingOrder(ResponseOrder Order, OrderTerms? Terms = null, IntakeMark? Mark = null);
