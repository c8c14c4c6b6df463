namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend whose listing shows whether others' rules let packets of its entries pass.</summary>
internal interface IObservedBackend : IFirewallBackend
{
    /// <summary>Lists our entries, and what lets their packets pass.</summary>
    ValueTask<FirewallFindings> ObserveAsync(CancellationToken cancellationToken);
}
