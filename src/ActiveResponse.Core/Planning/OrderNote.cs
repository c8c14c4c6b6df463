using ActiveResponse.Diagnostics;

namespace ActiveResponse.Planning;

/// <summary>Why somebody gives an order by hand, and who: on record with the effect and in the history.</summary>
public sealed record OrderNote
{
    /// <summary>The maximum length of a reason: 500 characters; the rest is cut off.</summary>
    public const int LongestReason = 500;

    /// <summary>The maximum length of a name: 200 characters; the rest is cut off.</summary>
    public const int LongestBy = 200;

    /// <summary>Nothing is said.</summary>
    public static OrderNote None { get; } = new();

    /// <summary>The reason, with control characters escaped; null if none is given.</summary>
    public string? Reason
    {
        get;
        init => field = Shown(value, LongestReason);
    }

    /// <summary>Who, with control characters escaped; null if unknown.</summary>
    public string? By
    {
        get;
        init => field = Shown(value, LongestBy);
    }

    /// <summary>A text that is safe to store and show; null for an empty one.</summary>
    internal static string? Shown(string? text, int maxLength) => string.IsNullOrEmpty(text) ? null : SafeText.Of(text, maxLength);
}
