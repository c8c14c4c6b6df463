using ActiveResponse.Diagnostics;

namespace ActiveResponse.State;

/// <summary>Thrown if a store can't be opened or doesn't accept a change; the message names the file and the remedy.</summary>
public sealed class ResponseStoreException : ActiveResponseException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">Reason, for programs.</param>
    /// <param name="message">Reason, for people: what can't be used, and what to do.</param>
    /// <param name="inner">Underlying exception, or null.</param>
    public ResponseStoreException(StoreFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>Reason of the failure.</summary>
    public StoreFailure Failure { get; }
}
