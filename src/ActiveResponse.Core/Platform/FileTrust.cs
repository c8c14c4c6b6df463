namespace ActiveResponse.Platform;

/// <summary>What was found about a file that says what this process does.</summary>
/// <param name="Reason">Why others can change it, in words for an operator; null when they can't.</param>
/// <param name="PrivateGroup">That its group may write it, which is its owner's own; null if that isn't so.</param>
/// <param name="ServiceAccount">That an installation's service account may write it, by design; null if that isn't so.</param>
public sealed record FileTrust(string? Reason = null, string? PrivateGroup = null, string? ServiceAccount = null)
{
    /// <summary>Why the installation that was named isn't trusted as one; null when it is, or none was named.</summary>
    public string? InstallationProblem { get; init; }
}
