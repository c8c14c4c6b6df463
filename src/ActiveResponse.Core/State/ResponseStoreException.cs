using ActiveResponse.Diagnostics;

namespace ActiveResponse.State;

/// <summary>A store can't be opened, or did not take a change; the message names the file and the remedy.</summary>
public sealed class ResponseStoreException : ActiveResponseException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="failure">Why, for programs.</param>
    /// <param name="message">Why, for people: what can't be used, and what to do.</param>
    /// <param name="inner">What was thrown below, or null.</param>
    public ResponseStoreException(StoreFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>Why.</summary>
    public StoreFailure Failure { get; }
}
