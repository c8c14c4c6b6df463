namespace ActiveResponse.Responders.Firewall;

/// <summary>A backend that sees by its listing whether rules of others let packets of its entries pass.</summary>
internal interface IObservedBackend : IFirewallBackend
{
    /// <summary>The entries that are there by our hand, and what lets packets of them pass.</summary>
    ValueTask<FirewallFindings> ObserveAsync(CancellationToken cancellationToken);
}
