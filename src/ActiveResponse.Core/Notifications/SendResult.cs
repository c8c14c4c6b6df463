namespace ActiveResponse.Notifications;

/// <summary>Result of one attempt to deliver a notification.</summary>
/// <param name="Problem">Why it wasn't delivered; null if it was.</param>
/// <param name="MayRetry">Whether another attempt may succeed.</param>
/// <param name="RetryAfter">How long to wait at least, as the receiver said; null if it didn't.</param>
internal readonly record struct SendResult(string? Problem, bool MayRetry = false, TimeSpan? RetryAfter = null)
{
    public static SendResult Delivered { get; } = new(null);

    public static SendResult Retry(string problem, TimeSpan? after = null) => new(problem, true, after);

    public static SendResult Final(string problem) => new(problem);
}
