using System.Collections.Concurrent;
using ActiveResponse.Diagnostics;
using ActiveResponse.Execution;
using ActiveResponse.Isolation;
using ActiveResponse.Responders;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Reconciliation;

/// <summary>Lists what responders have in place, each within its own deadline. One that hangs is left behind, and is asked again once it
/// has returned.</summary>
internal sealed class PresenceReader(ExecutionSettings settings, PluginFaults faults, TimeProvider clock, ILogger<PresenceReader> logger)
{
    private const string Seam = "responder";

    private readonly ConcurrentDictionary<IEnumerableResponder, Task> _leftBehind = new();

    /// <summary>Lists what one responder has in place.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TimeoutException">It gave no list in time, or an earlier call still runs.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task<EffectPresence> ReadAsync(IEnumerableResponder responder, CancellationToken cancellationToken)
    {
        var name = responder.Name;
        if (_leftBehind.TryGetValue(responder, out var earlier) && !earlier.IsCompleted)
        {
            faults.Count(Seam, name, PluginFault.NotCalled);
            throw new TimeoutException($"'{SafeText.Of(name)}' was not asked for its list: an earlier call still runs");
        }

        var limit = settings.Of(name).Deadline;
        using var deadline = new CallDeadline(limit, clock, e => logger.ResponderThrew(name, e), cancellationToken);
        var token = deadline.Token;
        var reading = Task.Run(() => EffectPresence.ReadAsync(responder, clock, token).AsTask(), CancellationToken.None);
        await Task.WhenAny(reading, deadline.Reached).ConfigureAwait(false);
        if (reading.IsCompleted && !(reading.IsCanceled && token.IsCancellationRequested))
        {
            return await reading.ConfigureAwait(false);
        }

        _leftBehind[responder] = reading;
        CallDeadline.Abandon(reading);
        cancellationToken.ThrowIfCancellationRequested();
        faults.Count(Seam, name, PluginFault.TimedOut);
        throw new TimeoutException($"'{SafeText.Of(name)}' gave no list within {limit.TotalSeconds:0.###} s");
    }
}
