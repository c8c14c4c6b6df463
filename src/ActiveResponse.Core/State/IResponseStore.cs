using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Keeps what is planned, applied and due, and who offended how often: the truth. Safe for use by several threads.</summary>
public interface IResponseStore
{
    /// <summary>Whether it survives the process. Then blocks are kept on a clean stop; otherwise timed ones are reverted.</summary>
    bool IsDurable { get; }

    /// <summary>The effect of a key, or null.</summary>
    /// <param name="key">Responder and subject.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken);

    /// <summary>All effects that are not gone, in no particular order; a snapshot.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The effects on one subject, of whatever responder; the same that <see cref="ListAsync(CancellationToken)"/> has of
    /// it.</summary>
    /// <remarks>Called for each subject that is lifted: a store that can look a subject up should do so. Without that all effects are
    /// looked through.</remarks>
    /// <param name="subject">The subject; with all that it names.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    async ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(effect => effect.Key.Subject == subject)];

    /// <summary>How often a subject has offended, or null for never.</summary>
    /// <param name="key">Responder and subject.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken);

    /// <summary>What was done, the newest first. A store keeps at least the latest 1,000 entries.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken);

    /// <summary>Up to where the alerts of a source have been taken in, or null for never.</summary>
    /// <param name="name">The source's name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores changes, all or none; when it returns they are kept as safely as the store can.</summary>
    /// <param name="commit">The changes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ResponseStoreException">Nothing of it was stored; the message says why and what to do.</exception>
    ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken);

    /// <summary>Forgets offenses older than a time, except of effects that are not gone: their decay runs from their end.</summary>
    /// <param name="before">Offenses whose last time is before this are forgotten.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
