namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Blocks in a place that the administrator uses too.</summary>
internal abstract class SharedPlaceBackend : FirewallBackend
{
    private readonly ISharedPlace _shared;
    private readonly SharedPlaceEditor _editor;
    private readonly string? _otherSystem;

    /// <param name="name">The name that <c>&lt;executable&gt;</c> refers to.</param>
    /// <param name="place">Where its entries are.</param>
    /// <param name="capabilities">What it can express and do beside enumerating.</param>
    /// <param name="otherSystem">Why the system of this host doesn't have it, or null. It bears on the probe only: a runner may reach
    /// another host.</param>
    /// <param name="shared">The place.</param>
    /// <param name="obstacle">Why no runner of this host can have it, or null.</param>
    protected SharedPlaceBackend(
        string name,
        string place,
        FirewallCapabilities capabilities,
        string? otherSystem,
        ISharedPlace shared,
        string? obstacle = null
    )
        : base(name, place, capabilities | FirewallCapabilities.Enumeration, obstacle) =>
        (_shared, _editor, _otherSystem) = (shared, new SharedPlaceEditor(shared), otherSystem);

    protected override ValueTask<string> CheckAsync(CancellationToken cancellationToken) =>
        _otherSystem is null ? _shared.CheckAsync(cancellationToken) : throw new FirewallException(_otherSystem);

    protected override ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken) =>
        _editor.ChangeAsync(batch, cancellationToken);

    protected override async ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        Entries(await _shared.ReadAsync(cancellationToken).ConfigureAwait(false));
}
