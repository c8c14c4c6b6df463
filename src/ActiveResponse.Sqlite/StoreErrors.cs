using ActiveResponse.Diagnostics;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;
using SQLitePCL;

namespace ActiveResponse.Sqlite;

/// <summary>Explains what an error means for the store, and the remedy.</summary>
internal static class StoreErrors
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Explains an error of opening or reading, where the content can cause any exception.</summary>
    public static ResponseStoreException ExplainReading(string file, Exception exception) =>
        Explain(file, exception) switch
        {
            { Failure: StoreFailure.BadCommit } => Damaged(file, exception.Message, exception),
            var known => known,
        };

    /// <summary>Whether an error shows that the file has changed since it was opened.</summary>
    public static bool IsDamage(Exception exception) =>
        exception
            is SqliteException { PrimaryCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR or raw.SQLITE_SCHEMA }
                or SqliteException { Code: raw.SQLITE_IOERR_SHORT_READ or raw.SQLITE_READONLY_DBMOVED };

    /// <summary>Whether another program has locked the database.</summary>
    public static bool IsBusy(Exception exception) => exception is SqliteException { PrimaryCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED };

    /// <summary>Explains any other error of a store.</summary>
    public static ResponseStoreException Explain(string file, Exception exception) =>
        exception switch
        {
            ResponseStoreException known => known,
            SqliteException error => Of(file, error),
            ObjectDisposedException => new ResponseStoreException(StoreFailure.Closed, $"The store {file} has been closed.", exception),
            IOException { HResult: NoSpace or QuotaExceeded } => Full(file, exception),
            IOException or UnauthorizedAccessException => NotWritable(file, exception),
            _ => new ResponseStoreException(
                StoreFailure.BadCommit,
                $"The store {file} can't take this change: {SafeText.Of(exception.Message, 400)}",
                exception
            ),
        };

    public static ResponseStoreException Damaged(string file, string what, Exception? inner = null) =>
        new(
            StoreFailure.Damaged,
            $"The store {file} is damaged ({SafeText.Of(what, 400)}): restore it from a backup, or move it away with its -wal "
                + "file and check its blocks by hand; "
                + $"{nameof(UnusableStore)}.{nameof(UnusableStore.MoveAside)} does the moving.",
            inner
        );

    private static ResponseStoreException Of(string file, SqliteException error) =>
        error.PrimaryCode switch
        {
            _ when IsDamage(error) => Damaged(file, error.Message, error),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new ResponseStoreException(
                StoreFailure.InUse,
                $"Another program has the store {file} locked: end it (lsof tells which), or allow more time.",
                error
            ),
            raw.SQLITE_FULL => Full(file, error),
            raw.SQLITE_IOERR when error.Code == raw.SQLITE_IOERR_SHMSIZE => Full(file, error),
            raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH => new ResponseStoreException(
                StoreFailure.BadCommit,
                $"The store {file} can't take this change: {error.Message}",
                error
            ),
            _ => NotWritable(file, error),
        };

    private static ResponseStoreException Full(string file, Exception inner) =>
        new(
            StoreFailure.Full,
            $"The disk of the store {file} is full, and nothing of this change was stored: make room on it; later changes are "
                + "stored again then.",
            inner
        );

    private static ResponseStoreException NotWritable(string file, Exception inner) =>
        new(
            StoreFailure.NotWritable,
            $"The store {file} can't be opened or written ({SafeText.Of(inner.Message, 400)}): check the permissions of the "
                + "file and its folder, and that the file system "
                + "is not mounted read-only.",
            inner
        );
}
