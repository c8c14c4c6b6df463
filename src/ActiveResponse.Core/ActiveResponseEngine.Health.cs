using System.Collections.Immutable;
using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse;

/// <content>Health check, uninstalling and disposal.</content>
public sealed partial class ActiveResponseEngine
{
    /// <summary>Checks store, responses, firewalls, alert sources, places, failed lifts and blocks, drift and kill switch.</summary>
    /// <remarks>Changes nothing but a mark in the store, to see whether it accepts writes. Listing firewalls takes a while.</remarks>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<HealthReport> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        _graph.Health.CheckAsync(cancellationToken);

    /// <summary>
    /// Compares what is in place with the record, without changes: missing blocks return by themselves within
    /// <see cref="ExecutionOptions.DriftCheckInterval"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A report for each responder that can list and has something on record or in place.</returns>
    public Task<ImmutableArray<InPlaceReport>> VerifyInPlaceAsync(CancellationToken cancellationToken = default) =>
        _graph.InPlace.CheckAsync(cancellationToken);

    /// <summary>
    /// Reverts every effect, then removes everything of ours from each usable firewall, tables and chains included: the host is as it was
    /// found.
    /// </summary>
    /// <remarks>Stop the alert sources first: later alerts still block. Also works on an engine that wasn't started.</remarks>
    /// <param name="cancellationToken">Cancels waiting; lifts continue.</param>
    public Task<UninstallReport> UninstallAsync(CancellationToken cancellationToken = default) =>
        _graph.Removal.RunAsync(cancellationToken);

    /// <summary>Replaces options while the engine runs, or neither of them if one is out of its range.</summary>
    /// <remarks>
    /// Of the guards' options these take effect: <see cref="Guards.GuardOptions.ShortestIPv4Prefix"/>,
    /// <see cref="Guards.GuardOptions.ShortestIPv6Prefix"/>, <see cref="Guards.GuardOptions.UnresolvedNames"/>,
    /// <see cref="Guards.GuardOptions.BlockingNothing"/> and <see cref="Guards.GuardOptions.Budgets"/>. Of the execution's options all do
    /// that may change while a host runs, <see cref="ExecutionOptions.MaxAlertAge"/> and <see cref="ExecutionOptions.FoldIPv6To"/> too.
    /// Don't change the objects afterwards.
    /// </remarks>
    /// <param name="execution">Options for carrying orders out.</param>
    /// <param name="guards">Options of the built-in guards.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are out of their range; the message lists
    /// all.</exception>
    public void ReplaceOptions(ExecutionOptions execution, Guards.GuardOptions guards)
    {
        ArgumentNullException.ThrowIfNull(execution);
        ArgumentNullException.ThrowIfNull(guards);
        _graph.ReplaceOptions(execution, guards);
    }

    /// <summary>
    /// Disposes of the engine with its responders and firewall backends. One made by <see cref="Create"/> is first stopped, as by
    /// <see cref="StopAsync"/>, and its other parts are disposed of too; a container disposes of those itself, after its host has stopped
    /// the engine.
    /// </summary>
    public ValueTask DisposeAsync() => _graph.DisposeAsync();

    /// <summary>Disposes of the engine and waits; for containers that are disposed of synchronously.</summary>
    public void Dispose() => _graph.Dispose();

    /// <summary>Reverts entries of ours that are in place but on no record, e.g. those that a saved rule set has brought back.</summary>
    /// <param name="which">Whether the entries of a subject are reverted.</param>
    /// <param name="cancellationToken">Ends waiting; the reverts go on.</param>
    /// <returns>One outcome for each entry; none when nothing was found.</returns>
    public Task<IReadOnlyList<ExecutedAction>> LiftUnrecordedAsync(
        Func<Subject, bool> which,
        CancellationToken cancellationToken = default
    ) => ByHand(OrderNote.None).LiftUnrecordedAsync(which, cancellationToken);
}
