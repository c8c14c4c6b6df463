using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>What the orders of many effects have in common: all but the address and the alert.</summary>
internal readonly record struct OrderForm(
    string ResponseName, CommandDefinition Command, string Responder, ResponseLocation Location, string? TargetAgent, bool RunsHere, bool RunsElsewhere,
    TimeSpan Timeout, uint RuleId, int Level, string? AgentId, string? AgentName, string? EventLocation, string ConfigVersion)
{
    /// <summary>The form of an order that acts on an address and nothing else; null for others.</summary>
    public static OrderForm? Of(ResponseCommand order) => order.Subject is { Address: not null, User: null, File: null }
        ? new OrderForm(
            order.ResponseName, order.Command, order.Responder, order.Location, order.TargetAgent, order.RunsHere, order.RunsElsewhere, order.Timeout,
            order.Origin.RuleId, order.Origin.Level, order.Origin.AgentId, order.Origin.AgentName, order.Origin.Location, order.Origin.ConfigVersion)
        : null;

    /// <summary>An order without what is not in its form.</summary>
    public static ResponseCommand Emptied(ResponseCommand order) => order with { Subject = Subject.None, Origin = order.Origin with { AlertId = "", AlertJson = default } };

    /// <summary>The order of a form, for one address and alert.</summary>
    public static ResponseCommand Filled(ResponseCommand form, AddressPrefix address, string alertId, ReadOnlyMemory<byte> alert) =>
        form with { Subject = Subject.Of(address), Origin = form.Origin with { AlertId = alertId, AlertJson = alert } };
}
