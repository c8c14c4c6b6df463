namespace ActiveResponse.Platform;

/// <summary>The trust in a file that controls this process.</summary>
/// <param name="Reason">Why others can change it, for an operator; null if they can't.</param>
/// <param name="PrivateGroup">A note that its owner's private group may write it; null if not.</param>
/// <param name="ServiceAccount">A note that an installation's service account may write it, by design; null if not.</param>
public sealed record FileTrust(string? Reason = null, string? PrivateGroup = null, string? ServiceAccount = null)
{
    /// <summary>Why the named installation isn't trusted; null if it is, or if none was named.</summary>
    public string? InstallationProblem { get; init; }
}
