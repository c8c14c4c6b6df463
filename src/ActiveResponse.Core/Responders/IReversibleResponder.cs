namespace ActiveResponse.Responders;

/// <summary>A responder whose effect can be taken back; only such a one may carry a timeout.</summary>
public interface IReversibleResponder : IResponder
{
    /// <summary>
    /// Where its effects are: its kind and, behind a colon, which one of that kind, e.g. <c>edge:/etc/edge.conf</c>. It is put on record
    /// with each effect, and only a responder of the same place takes the effect back. It may not change while the responder lives.
    /// Default: its name.
    /// </summary>
    string Place => Name;

    /// <summary>Takes the effect back. Idempotent: what isn't there counts as taken back.</summary>
    /// <param name="context">The order as it was first applied.</param>
    /// <param name="cancellationToken">Fires when the deadline has passed or the host stops waiting.</param>
    ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken);
}
