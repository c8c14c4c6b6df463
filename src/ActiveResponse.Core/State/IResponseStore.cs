using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Stores planned, applied and due effects and offense counts: the source of truth. Thread-safe.</summary>
public interface IResponseStore
{
    /// <summary>Whether it survives the process. If so, a clean stop keeps blocks; otherwise it reverts timed ones.</summary>
    bool IsDurable { get; }

    /// <summary>Finds the effect of a key, or null.</summary>
    /// <param name="key">Responder and subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken);

    /// <summary>Returns a snapshot of all effects that aren't gone, unordered.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Returns the effects of all responders on one subject, as in <see cref="ListAsync(CancellationToken)"/>.</summary>
    /// <remarks>
    /// Called for each subject that is lifted. Stores with an index by subject should override it; the default scans all effects.
    /// </remarks>
    /// <param name="subject">The subject, with all its parts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    async ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(effect => effect.Key.Subject == subject)];

    /// <summary>Finds a subject's offenses, or null if there are none.</summary>
    /// <param name="key">Responder and subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken);

    /// <summary>Returns past actions, newest first. A store keeps at least the latest 1,000.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken);

    /// <summary>Finds the position up to which a source's alerts have been processed, or null.</summary>
    /// <param name="name">Name of the source.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores changes, all or none; on return they are as safe as the store can make them.</summary>
    /// <param name="commit">The changes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ResponseStoreException">Nothing was stored; the message says why and what to do.</exception>
    ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken);

    /// <summary>Deletes offenses older than a time, except those of existing effects: their decay starts at their end.</summary>
    /// <param name="before">Deletes offenses whose last time is before this.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
