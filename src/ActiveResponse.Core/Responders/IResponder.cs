using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>Does something about an alert. The seam plug-ins implement.</summary>
/// <remarks>
/// Return for what the world did; throw only for wrong code or set-up: the engine catches, reports and goes on. Calls for different
/// subjects may come at the same time; for one subject they never overlap.
/// </remarks>
public interface IResponder
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to, e.g. <c>block-at-edge</c>.</summary>
    string Name { get; }

    /// <summary>What it needs of the alert.</summary>
    ResponderNeeds Needs { get; }

    /// <summary>Puts the effect in place. Idempotent: doing it twice is the same as once.</summary>
    /// <param name="context">The order.</param>
    /// <param name="cancellationToken">Fires when the deadline has passed or the host stops waiting.</param>
    ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken);
}
