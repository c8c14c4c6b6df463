using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>An order on its way through this host, with where it came from.</summary>
/// <param name="Order">The order.</param>
/// <param name="Mark">Its alert or delivery, which needn't be read again once the order is on record, or won't be; or null.</param>
/// <param name="Terms">What the host that sent it has settled; null for an order of this host.</param>
internal readonly record struct GivenOrder(ResponseOrder Order, IntakeMark? Mark = null, OrderTerms? Terms = null)
{
    /// <summary>Marks it as on record, or as nothing that will be.</summary>
    public void Settle() => Mark?.Settle();
}
