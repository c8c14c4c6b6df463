using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse.Planning;

/// <summary>Turns a response that fired into orders, one per location. Pure: the caller has found the responder.</summary>
internal sealed class ResponsePlanner(HostIdentity host, ConfigDialect dialect)
{
    /// <summary>Holder of effects ordered by hand.</summary>
    public const string ManualHolder = "manual";

    /// <summary>Returns the orders of one response for one alert; empty only if the response has no location.</summary>
    /// <param name="response">The response.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="responder">What this host carries the command out with, or null.</param>
    public ImmutableArray<PlannedOrder> Plan(ResponseDefinition response, Alert alert, ResponderDescription? responder)
    {
        var needs = responder?.Needs ?? ResponderNeeds.Of(response.Command.Expect);
        var orders = ImmutableArray.CreateBuilder<PlannedOrder>(1);
        foreach (var route in Routing.Route(response, alert, host))
        {
            var planned = Plan(response, alert, route, responder?.Name, route.RunsHere ? needs : ForOthers(needs));
            var refusal = planned.Refusal ?? (planned.Order.RunsHere ? RefuseUnbound(planned.Order, responder) : null);
            orders.Add(refusal == planned.Refusal ? planned : planned with { Refusal = refusal });
        }

        return orders.DrainToImmutable();
    }

    /// <summary>Returns the order somebody gives by hand for this host.</summary>
    /// <param name="command">The command.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="timeout">How long the effect stays; zero for until it is lifted.</param>
    /// <param name="responder">What this host carries the command out with, or null.</param>
    /// <param name="note">Why, and who gives it.</param>
    public static PlannedOrder PlanManual(
        CommandDefinition command,
        Subject subject,
        TimeSpan timeout,
        ResponderDescription? responder,
        OrderNote note
    )
    {
        var order = new ResponseOrder
        {
            ResponseName = ManualHolder,
            Command = command,
            Responder = responder?.Name ?? command.Executable,
            Subject = NarrowManual(subject, responder),
            Location = ResponseLocation.Local,
            RunsHere = true,
            Timeout = timeout,
            Origin = ResponseOrigin.Of(note),
        };
        return new PlannedOrder(order, RefuseMissing(order, responder) ?? RefuseUnbound(order, responder));
    }

    /// <summary>Plans an order received from another host by this host's own rules; nothing in it is trusted.</summary>
    /// <param name="order">The order, which <see cref="ReceivedOrder.Check"/> has passed.</param>
    /// <param name="responder">What this host carries the command out with, or null.</param>
    public PlannedOrder PlanReceived(ResponseOrder order, ResponderDescription? responder)
    {
        var (subject, refusal) = ReceivedOrder.Narrow(order.Subject, responder?.Needs ?? ResponderNeeds.Nothing);
        var own = order with
        {
            Responder = responder?.Name ?? ReceivedOrder.NoResponder,
            Subject = subject,
            RunsHere = true,
            RunsElsewhere = false,
            Origin = ReceivedOrder.Clean(order.Origin, responder is { Needs.AlertJson: true }),
        };
        return new PlannedOrder(
            own,
            Routing.IsMeantFor(order, host)
                ? refusal ?? RefuseUnbound(own, responder) ?? RefuseMissing(own, responder)
                : new OrderRefusal("misaddressed", "the order is meant for another host than this one")
        );
    }

    // As if it came from an alert: two orders for one address share an effect, whatever else they name.
    private static Subject NarrowManual(Subject subject, ResponderDescription? responder)
    {
        var wanted = responder?.Needs is { Required: not SubjectKinds.None and var required } needs
            ? required | needs.Optional
            : ~SubjectKinds.None;
        if ((subject.Kinds & ~wanted) == SubjectKinds.None)
        {
            return subject;
        }

        return subject with
        {
            Address = wanted.HasFlag(SubjectKinds.Address) ? subject.Address : null,
            User = wanted.HasFlag(SubjectKinds.User) ? subject.User : null,
            File = wanted.HasFlag(SubjectKinds.File) ? subject.File : null,
        };
    }

    private PlannedOrder Plan(ResponseDefinition response, Alert alert, Route route, string? responder, ResponderNeeds needs)
    {
        var (subject, refusal) = SubjectReader.Read(alert, needs, dialect);
        var order = new ResponseOrder
        {
            ResponseName = response.Name,
            Command = response.Command,
            Responder = responder ?? response.Command.Executable,
            Subject = subject,
            Location = route.Location,
            TargetAgent = route.TargetAgent,
            RunsHere = route.RunsHere,
            RunsElsewhere = route.RunsElsewhere,
            Timeout = response.Timeout,
            Origin = ResponseOrigin.Of(alert, needs.AlertJson, response.ConfigVersion),
        };
        return new PlannedOrder(order, refusal);
    }

    // The executing host's bindings aren't known here, so it gets everything and picks what its responder needs.
    private static ResponderNeeds ForOthers(ResponderNeeds needs) =>
        needs with
        {
            Optional = SubjectKinds.Address | SubjectKinds.User | SubjectKinds.File,
            AlertJson = true,
        };

    private static OrderRefusal? RefuseMissing(ResponseOrder order, ResponderDescription? responder)
    {
        var missing = (responder?.Needs.Required ?? SubjectKinds.None) & ~order.Subject.Kinds;
        return missing == SubjectKinds.None
            ? null
            : new OrderRefusal(
                "missing-field",
                $"'{order.Responder}' needs {missing.ToString().ToLowerInvariant()}, and the order has none"
            );
    }

    private static OrderRefusal? RefuseUnbound(ResponseOrder order, ResponderDescription? responder)
    {
        if (responder is null)
        {
            return new OrderRefusal(
                "unbound",
                $"nothing on this host carries out '{order.Command.Executable}': no responder of that name and no such script"
            );
        }

        return order.Timeout != TimeSpan.Zero && !responder.IsReversible
            ? new OrderRefusal(
                "not-reversible",
                $"'{responder.Name}' can't be reverted, so its timeout of {order.Timeout.TotalSeconds:0} s can't be kept"
            )
            : null;
    }
}
