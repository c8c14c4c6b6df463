namespace ActiveResponse.Execution;

/// <summary>Is told of every outcome. Observers run one after the other, outside the responders' way; one that throws is logged and passed over.</summary>
public interface IResponseObserver
{
    /// <summary>Something was done, refused, or failed.</summary>
    /// <param name="action">What.</param>
    /// <param name="cancellationToken">Fires when the host stops waiting.</param>
    ValueTask OnExecutedAsync(ExecutedAction action, CancellationToken cancellationToken);
}
