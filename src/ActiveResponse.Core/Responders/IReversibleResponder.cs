namespace ActiveResponse.Responders;

/// <summary>A responder whose effect can be reverted; only these may have a timeout.</summary>
public interface IReversibleResponder : IResponder
{
    /// <summary>Where its effects are: its kind and, after a colon, which one of that kind, e.g. <c>edge:/etc/edge.conf</c>. Recorded with
    /// each effect; only a responder of the same place reverts it. Must not change. Default: its name.</summary>
    string Place => Name;

    /// <summary>Reverts the effect. Idempotent: a missing effect counts as reverted.</summary>
    /// <param name="context">The order as it was first applied.</param>
    /// <param name="cancellationToken">Canceled when the deadline has passed or the host stops waiting.</param>
    ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken);
}
