using ActiveResponse.Isolation;
using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>A store of the host's: a query without an answer fails at its deadline, a slow change is reported and waited for.</summary>
/// <remarks>
/// A change is never given up. It may be stored all the same, and a record that nobody acts on would be an effect that never ends. A store
/// that blocks its thread before it first awaits is reported as well; its caller's thread stays blocked.
/// </remarks>
/// <param name="inner">The host's store; the host disposes of it.</param>
/// <param name="limit">How long a call may take.</param>
/// <param name="faults">Logs and counts what goes wrong.</param>
/// <param name="clock">The time.</param>
internal sealed class IsolatedStore(IResponseStore inner, Func<TimeSpan> limit, PluginFaults faults, TimeProvider clock) : IResponseStore
{
    private const string Seam = "store";

    private readonly string _name = inner.GetType().Name;

    public bool IsDurable => inner.IsDurable;

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        QueryAsync(token => inner.FindAsync(key, token), cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) =>
        QueryAsync(inner.ListAsync, cancellationToken);

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        QueryAsync(token => inner.ListAsync(subject, token), cancellationToken);

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        QueryAsync(token => inner.FindOffenseAsync(key, token), cancellationToken);

    public ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        QueryAsync(token => inner.ListHistoryAsync(query, token), cancellationToken);

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        QueryAsync(token => inner.FindPositionAsync(name, token), cancellationToken);

    public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var within = limit();
        using var watch = Watch(within, "the change is waited for", cancellationToken);
        await inner.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var within = limit();
        using var watch = Watch(within, "the change is waited for", cancellationToken);
        await inner.ForgetOffensesAsync(before, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> QueryAsync<T>(Func<CancellationToken, ValueTask<T>> query, CancellationToken cancellationToken)
    {
        var within = limit();
        using var watch = Watch(within, "what needs the answer fails and is tried again", cancellationToken);
        using var deadline = new CallDeadline(within, clock, e => faults.Threw(Seam, _name, e), cancellationToken);
        var token = deadline.Token;
        var answer = query(token);
        if (answer.IsCompletedSuccessfully)
        {
            return await answer.ConfigureAwait(false);
        }

        var running = answer.AsTask();
        await Task.WhenAny(running, deadline.Reached).ConfigureAwait(false);

        // What a store throws once its token has fired says no more than that it had no answer.
        if (running.IsCompletedSuccessfully || (running.IsCompleted && !token.IsCancellationRequested))
        {
            return await running.ConfigureAwait(false);
        }

        CallDeadline.Abandon(running);
        cancellationToken.ThrowIfCancellationRequested();
        throw new ResponseStoreException(StoreFailure.NoAnswer, $"the store '{_name}' didn't respond within {within.TotalSeconds:0.###} s");
    }

    // Reports a call that takes too long while it runs, even one that blocks its thread.
    private ITimer Watch(TimeSpan within, string consequence, CancellationToken cancellationToken) =>
        clock.CreateTimer(
            _ =>
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    faults.TimedOut(Seam, _name, within, consequence);
                }
            },
            null,
            within,
            Timeout.InfiniteTimeSpan
        );
}
