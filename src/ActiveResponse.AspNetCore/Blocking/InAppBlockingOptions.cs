namespace ActiveResponse.AspNetCore;

/// <summary>What <c>UseActiveResponseBlocking()</c> refuses, and how.</summary>
public sealed class InAppBlockingOptions
{
    /// <summary>Name of the responder that blocks in the app alone. Default: <c>in-app</c>.</summary>
    public string Name { get; set; } = "in-app";

    /// <summary>
    /// Further responders whose blocks are refused in the app. Default: empty, which means all that act on addresses. Commands that block
    /// nothing (<see cref="Guards.GuardOptions.BlockingNothing"/>, the stock notifiers, what can't be lifted) never count.
    /// </summary>
    public IList<string> Responders { get; } = [];

    /// <summary>Whether the connection is cut instead of answering 403. Default: no.</summary>
    public bool AbortsConnection { get; set; }

    /// <summary>
    /// How often the set is compared with the engine's record, 1 s – 1 hour: outcomes keep it current, this finds what they missed.
    /// Default: 30 s.
    /// </summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(30);
}
