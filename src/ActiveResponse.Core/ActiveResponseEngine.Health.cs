using System.Collections.Immutable;
using ActiveResponse.Execution;

namespace ActiveResponse;

/// <content>How the engine is, taking everything out, and its end.</content>
public sealed partial class ActiveResponseEngine
{
    /// <summary>Looks whether everything is as it should be: store, responses, firewalls, sources of alerts, places, failed lifts and
    /// blocks, drift, kill switch.</summary>
    /// <remarks>It changes nothing but a mark in the store, by which it sees whether the store takes anything. Firewalls are asked what
    /// they hold, which takes a while.</remarks>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<HealthReport> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        _graph.Health.CheckAsync(Config, BindingProblems, cancellationToken);

    /// <summary>Compares what is in place with the record, and changes nothing: what is missing comes back by itself within
    /// <see cref="ExecutionOptions.DriftCheckInterval"/>.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A report for each responder that can say what is in place and has something on record or in place.</returns>
    public Task<ImmutableArray<InPlaceReport>> VerifyInPlaceAsync(CancellationToken cancellationToken = default) =>
        _graph.Health.VerifyAsync(cancellationToken);

    /// <summary>Takes every effect back, then has each firewall that can be used remove what is ours, tables and chains too: the host is as
    /// it was found.</summary>
    /// <remarks>Stop the sources of alerts first: what comes afterwards is blocked as ever. An engine that wasn't started can do it as
    /// well.</remarks>
    /// <param name="cancellationToken">Ends waiting; lifts go on.</param>
    public Task<UninstallReport> UninstallAsync(CancellationToken cancellationToken = default) =>
        _graph.Removal.RunAsync(cancellationToken);

    /// <summary>
    /// Ends the engine with its responders and firewall backends. One made by <see cref="Create"/> is stopped first, as by
    /// <see cref="StopAsync"/>, and its other parts end with it; a container ends those itself, and its host has stopped the engine by
    /// then.
    /// </summary>
    public ValueTask DisposeAsync() => _graph.DisposeAsync();

    /// <summary>The same, waiting for it; for containers that are disposed of without awaiting.</summary>
    public void Dispose() => _graph.Dispose();
}
