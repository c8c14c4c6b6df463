namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend that knows at once, and without a probe, when nothing of its is in place.</summary>
internal interface IVacantBackend : IFirewallBackend
{
    /// <summary>Whether nothing of its is in place; false if there may be something.</summary>
    bool IsVacant { get; }

    /// <summary>Whether it may hold blocks that it can list and lift also while it can't take new ones.</summary>
    bool LiftsWhileUnusable => false;
}
