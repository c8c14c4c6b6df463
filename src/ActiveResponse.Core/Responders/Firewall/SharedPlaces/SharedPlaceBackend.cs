namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>Blocks in a place that the administrator uses too.</summary>
internal abstract class SharedPlaceBackend : FirewallBackend
{
    private readonly ISharedPlace _shared;
    private readonly SharedPlaceEditor _editor;
    private readonly string? _otherSystem;

    /// <param name="name">The name that <c>&lt;executable&gt;</c> refers to.</param>
    /// <param name="place">The place of its entries.</param>
    /// <param name="capabilities">Its capabilities besides enumeration.</param>
    /// <param name="otherSystem">Why this host's system doesn't have it, or null. Only the probe uses it: a runner may run programs on
    /// another host.</param>
    /// <param name="shared">The place.</param>
    /// <param name="obstacle">Why it can't work on this host with any runner, or null.</param>
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
