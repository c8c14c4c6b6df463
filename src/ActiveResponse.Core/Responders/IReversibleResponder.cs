namespace ActiveResponse.Responders;

/// <summary>A responder whose effect can be taken back; only such a one may carry a timeout.</summary>
public interface IReversibleResponder : IResponder
{
    /// <summary>Takes the effect back. Idempotent: what isn't there counts as taken back.</summary>
    /// <param name="context">The order as it was first applied.</param>
    /// <param name="cancellationToken">Fires when the deadline has passed or the host stops waiting.</param>
    ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken);
}
