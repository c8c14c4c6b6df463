using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Common part of many effects' orders: all but address and alert. An order itself, so that no property can be missed.</summary>
internal static class OrderForm
{
    /// <summary>Returns the form of an order that acts on an address only; null for others.</summary>
    public static ResponseOrder? Of(ResponseOrder order) =>
        order.Subject.IsOnlyAddress
            ? order with
            {
                Subject = Subject.None,
                Origin = order.Origin with { AlertId = "", AlertJson = default },
            }
            : null;

    /// <summary>Returns the order of a form for an address and alert.</summary>
    public static ResponseOrder Filled(ResponseOrder form, AddressPrefix address, string alertId, ReadOnlyMemory<byte> alert) =>
        form with
        {
            Subject = Subject.Of(address),
            Origin = form.Origin with { AlertId = alertId, AlertJson = alert },
        };
}
