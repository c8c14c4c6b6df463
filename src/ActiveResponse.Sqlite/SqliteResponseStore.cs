using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Files;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.Sqlite.Writing;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Sqlite;

/// <summary>Store on one database: reads from memory, a single writer, history on its own connection.</summary>
internal sealed class SqliteResponseStore : IResponseStore, IBuiltInStore, IAsyncDisposable, IDisposable
{
    // How often the database is checked while nothing is stored.
    internal static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(2);

    private readonly StorePaths _paths;
    private readonly IDisposable _database;
    private readonly StoreIndex _index;
    private readonly ILogger _logger;
    private readonly HistoryReader _history;
    private readonly GroupCommit? _commits;
    private readonly ITimer? _looking;
    private int _disposed;

    private SqliteResponseStore(
        StorePaths paths,
        IDisposable database,
        StoreIndex index,
        HistoryReader history,
        ILogger logger,
        GroupCommit? commits,
        TimeProvider? clock
    )
    {
        (_paths, _database, _index, _history, _logger, _commits) = (paths, database, index, history, logger, commits);
        _looking = clock?.CreateTimer(
            static store => _ = ((SqliteResponseStore)store!).CheckAsync(),
            this,
            CheckInterval,
            Timeout.InfiniteTimeSpan
        );
    }

    public bool IsDurable => true;

    /// <summary>Number of transactions committed by this object.</summary>
    public long Transactions => _commits?.Transactions ?? 0;

    public static SqliteResponseStore Writing(
        StorePaths paths,
        StoreLock held,
        SqliteConnection database,
        StoreIndex index,
        SqliteStoreOptions options,
        TimeProvider clock,
        ILogger logger
    )
    {
        var history = new HistoryReader(
            () => SqliteConnection.Open(paths.Database, readOnly: true, immutable: false, options.ShortTimeout),
            ownsConnection: true
        );
        var live = new LiveDatabase(paths, held, database, index, options, clock, logger, history.CloseForNow);
        Prune(live.Writer());
        live.Wrote();
        var commits = new GroupCommit(live, e => StoreErrors.Explain(paths.Database, e));
        return new SqliteResponseStore(paths, live, index, history, logger, commits, OperatingSystem.IsLinux() ? clock : null);
    }

    public static SqliteResponseStore Reading(
        StorePaths paths,
        SqliteConnection database,
        StoreIndex index,
        SqliteStoreOptions options,
        ILogger logger
    ) => new(paths, database, index, new HistoryReader(() => database, ownsConnection: false), logger, commits: null, clock: null);

    public ValueTask<EffectRecord?> FindAsync(ActionKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_index.FindEffect(key));

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_index.ListEffects());

    public ValueTask<IReadOnlyList<EffectRecord>> ListAsync(Subject subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_index.ListEffects(subject));

    public ValueTask<OffenseRecord?> FindOffenseAsync(ActionKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_index.FindOffense(key));

    public ValueTask<string?> FindPositionAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_index.FindPosition(name));

    public async ValueTask<IReadOnlyList<HistoryEntry>> ListHistoryAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        try
        {
            return await _history
                .ReadAsync(
                    database =>
                        HistoryTable.Read(
                            database,
                            query,
                            (id, why) => _logger.RecordUnreadable("history", id, _paths.Database, SafeText.Of(why, 400))
                        ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            throw StoreErrors.ExplainReading(_paths.Database, e);
        }
    }

    public ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return ChangeAsync(writer => writer.Write(commit), cancellationToken);
    }

    public ValueTask ForgetOffensesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ChangeAsync(writer => writer.ForgetOffenses(before), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_looking is not null)
        {
            await _looking.DisposeAsync().ConfigureAwait(false);
        }

        if (_commits is not null)
        {
            await _commits.DisposeAsync().ConfigureAwait(false);
        }

        // The last connection to close checkpoints the write-ahead log and deletes the companions; then the lock can go.
        await _history.DisposeAsync().ConfigureAwait(false);
        _database.Dispose();
    }

    // For containers that are disposed of synchronously.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static void Prune(StoreWriter writer)
    {
        try
        {
            writer.Begin();
            writer.Prune();
            writer.Commit();
        }
        catch (SqliteException)
        {
            // A failure to prune must not prevent the start: the first commit will report what is wrong.
            writer.Rollback();
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            await _commits!.CheckAsync().ConfigureAwait(false);
        }
        catch (ResponseStoreException)
        {
            // Logged already, and retried.
        }

        if (Volatile.Read(ref _disposed) == 0)
        {
            _looking?.Change(CheckInterval, Timeout.InfiniteTimeSpan);
        }
    }

    // A change that has begun isn't canceled: callers wouldn't know whether theirs was stored.
    internal ValueTask ChangeAsync(Action<StoreWriter> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _commits is { } commits
            ? new ValueTask(commits.WriteAsync(change))
            : throw new ResponseStoreException(
                StoreFailure.NotWritable,
                $"The store {_paths.Database} was opened read-only: ask the agent that uses it."
            );
    }
}
