using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>Reacts to an alert. Plug-ins implement this.</summary>
/// <remarks>Return results for what happens; throw only for wrong code or set-up: the engine catches, reports and goes on. Calls for
/// different subjects may overlap; calls for one subject never do.</remarks>
public interface IResponder
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to, e.g. <c>block-at-edge</c>.</summary>
    string Name { get; }

    /// <summary>The parts of the alert it needs.</summary>
    ResponderNeeds Needs { get; }

    /// <summary>Puts the effect in place. Idempotent.</summary>
    /// <param name="context">The order.</param>
    /// <param name="cancellationToken">Canceled when the deadline has passed or the host stops waiting.</param>
    ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken);
}
