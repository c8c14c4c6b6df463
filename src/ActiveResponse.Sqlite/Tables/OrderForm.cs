using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>What the orders of many effects have in common: all but the address and the alert. An order itself, so that nothing of one can
/// be left out of it.</summary>
internal static class OrderForm
{
    /// <summary>The form of an order that acts on an address and nothing else; null for others.</summary>
    public static ResponseOrder? Of(ResponseOrder order) =>
        order.Subject.IsOnlyAddress
            ? order with
            {
                Subject = Subject.None,
                Origin = order.Origin with { AlertId = "", AlertJson = default },
            }
            : null;

    /// <summary>The order of a form, for one address and alert.</summary>
    public static ResponseOrder Filled(ResponseOrder form, AddressPrefix address, string alertId, ReadOnlyMemory<byte> alert) =>
        form with
        {
            Subject = Subject.Of(address),
            Origin = form.Origin with { AlertId = alertId, AlertJson = alert },
        };
}
