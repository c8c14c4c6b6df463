using System.Collections.Immutable;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;

namespace ActiveResponse.Planning;

/// <summary>Turns a response that fired into orders: one for each place it is meant for. Pure.</summary>
internal sealed class ResponsePlanner(IResponderCatalog catalog, HostIdentity host)
{
    /// <summary>The holder of effects that were ordered by hand.</summary>
    public const string ManualHolder = "manual";

    /// <summary>The orders of one response for one alert; empty only when the response has no location.</summary>
    public ImmutableArray<PlannedOrder> Plan(ResponseDefinition response, Alert alert)
    {
        var bound = catalog.TryFind(response.Command, out var responder);
        var needs = responder?.Needs ?? ResponderNeeds.Of(response.Command.Expect);
        var (subject, refusal) = SubjectReader.Read(alert, needs);
        var origin = ResponseOrigin.Of(alert, needs.AlertJson);
        return Routing.Route(response, alert, host)
            .Select(route => new ResponseCommand
            {
                ResponseName = response.Name,
                Command = response.Command,
                Responder = responder?.Name ?? response.Command.Executable,
                Subject = subject,
                Location = route.Location,
                TargetAgent = route.TargetAgent,
                RunsHere = route.RunsHere,
                RunsElsewhere = route.RunsElsewhere,
                Timeout = response.Timeout,
                Origin = origin,
            })
            .Select(order => new PlannedOrder(order, refusal ?? (order.RunsHere ? RefuseUnbound(order, bound, responder) : null)))
            .ToImmutableArray();
    }

    /// <summary>The order somebody gives by hand for this host.</summary>
    public PlannedOrder PlanManual(string executable, Subject subject, TimeSpan timeout)
    {
        var command = new CommandDefinition { Name = executable, Executable = executable, TimeoutAllowed = true };
        var bound = catalog.TryFind(command, out var responder);
        var order = new ResponseCommand
        {
            ResponseName = ManualHolder,
            Command = command,
            Responder = responder?.Name ?? executable,
            Subject = subject,
            Location = ResponseLocation.Local,
            RunsHere = true,
            Timeout = timeout,
        };
        var missing = (responder?.Needs.Required ?? SubjectKinds.None) & ~subject.Kinds;
        return new PlannedOrder(order, missing == SubjectKinds.None
            ? RefuseUnbound(order, bound, responder)
            : new OrderRefusal("missing-field", $"'{order.Responder}' needs {missing.ToString().ToLowerInvariant()}, and the order has none"));
    }

    private static OrderRefusal? RefuseUnbound(ResponseCommand order, bool bound, ResponderDescription? responder)
    {
        if (!bound)
        {
            return new OrderRefusal("unbound", $"nothing on this host carries out '{order.Command.Executable}': no responder of that name and no such script");
        }

        return order.Timeout != TimeSpan.Zero && !responder!.IsReversible
            ? new OrderRefusal("not-reversible", $"'{responder.Name}' can't be taken back, so its timeout of {order.Timeout.TotalSeconds:0} s can't be kept")
            : null;
    }
}
