using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Files;
using ActiveResponse.Sqlite.Writing;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace ActiveResponse.Sqlite;

/// <summary>Opens a store from a path: trust check, lock, database, schema, index.</summary>
internal static class Opening
{
    // Checkpoint after this many pages of 4 KiB; then the log is cut to this size in bytes.
    private const string Settings =
        "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864; PRAGMA trusted_schema=OFF;";

    /// <exception cref="ResponseStoreException">The store can't be used.</exception>
    public static SqliteResponseStore Open(SqliteStoreOptions options, TimeProvider clock, ILogger logger)
    {
        try
        {
            return options.ReadOnly ? ToRead(options, logger) : ToWrite(options, clock, logger, becauseOf: null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw StoreErrors.ExplainReading(options.File, e);
        }
    }

    /// <summary>Opens a new store after renaming the damaged database.</summary>
    /// <exception cref="ResponseStoreException">It can't be renamed, or no new one can be created.</exception>
    public static SqliteResponseStore OpenAnew(
        SqliteStoreOptions options,
        TimeProvider clock,
        ILogger logger,
        ResponseStoreException damage
    )
    {
        try
        {
            return ToWrite(options, clock, logger, damage);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw StoreErrors.ExplainReading(options.File, e);
        }
    }

    // Long: what to release after a failure depends on every step before it.
    private static SqliteResponseStore ToWrite(
        SqliteStoreOptions options,
        TimeProvider clock,
        ILogger logger,
        ResponseStoreException? becauseOf
    )
    {
        var paths = new StorePaths(options.File);
        paths.EnsureFolder();
        Trust(paths);
        var wasThere = File.Exists(paths.Lock);
        var held = StoreLock.Take(paths, clock);
        SqliteConnection? database = null;
        try
        {
            if (becauseOf is not null)
            {
                // Under the lock, so that nobody's good database is renamed.
                logger.MovedAside(paths.MoveAside(clock.GetUtcNow()), becauseOf.Message);
            }

            // An empty file says as little about what is in place as a missing one.
            var isGone = paths.MakeIfMissing() || new FileInfo(paths.Database).Length == 0;
            if (isGone && wasThere && becauseOf is null)
            {
                logger.StoreIsGone(paths.Database);
            }

            database = SqliteConnection.Open(paths.Database, readOnly: false, immutable: false, options.ShortTimeout);
            var index = Prepared(database, paths, options, logger);
            return SqliteResponseStore.Writing(paths, held, database, index, options, clock, logger);
        }
        catch (Exception e)
        {
            database?.Dispose();
            if (!wasThere)
            {
                File.Delete(paths.Lock);
            }

            held.Dispose();
            if (e is SqliteException { PrimaryCode: raw.SQLITE_NOTADB } && !wasThere)
            {
                // There was never a store here: with a wrong path, somebody else's file must not be renamed.
                throw new ResponseStoreException(
                    StoreFailure.Foreign,
                    $"{paths.Database} isn't a database, and no store was kept there before: name another file.",
                    e
                );
            }

            throw;
        }
    }

    private static StoreIndex Prepared(SqliteConnection database, StorePaths paths, SqliteStoreOptions options, ILogger logger)
    {
        var version = Schema.Check(database, options.File, Schema.Migrations.Count);
        Configure(database, options);

        // In parallel with loading, which changes nothing: a restart has blocks to restore.
        var check = options.CheckAtStart && version == Schema.Migrations.Count ? Task.Run(() => CheckAside(paths, options)) : null;
        try
        {
            if (options.CheckAtStart && check is null)
            {
                Check(database, options);
            }

            Schema.Migrate(database, options.File, Schema.Migrations);
            Schema.Verify(database, options.File);
            if (options.MaxPages is { } pages)
            {
                database.Number($"PRAGMA max_page_count={pages}");
            }

            paths.Tighten();
            return StoreLoader.Load(database, paths.Database, logger);
        }
        finally
        {
            // Report the damage, whatever other errors it caused.
            check?.GetAwaiter().GetResult();
        }
    }

    /// <summary>Sets how a connection writes.</summary>
    internal static void Configure(SqliteConnection database, SqliteStoreOptions options)
    {
        database.Execute(Settings);
        database.Execute(options.SyncEveryCommit ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    }

    private static void CheckAside(StorePaths paths, SqliteStoreOptions options)
    {
        using var database = SqliteConnection.Open(paths.Database, readOnly: true, immutable: false, options.ShortTimeout);
        Check(database, options);
    }

    private static void Check(SqliteConnection database, SqliteStoreOptions options)
    {
        var found = database.Text("PRAGMA quick_check(1)");
        if (found != "ok")
        {
            throw StoreErrors.Damaged(options.File, found);
        }
    }

    private static SqliteResponseStore ToRead(SqliteStoreOptions options, ILogger logger)
    {
        var paths = new StorePaths(options.File);
        if (!File.Exists(paths.Database))
        {
            throw new ResponseStoreException(
                StoreFailure.Missing,
                $"There is no store {paths.Database}, or this user may not read its folder: check the path, or start the "
                    + "agent, which creates it."
            );
        }

        Trust(paths);
        SqliteConnection? database = null;
        try
        {
            database = ReadOnly(paths, options.ShortTimeout);
            Schema.CheckReadable(database, paths.Database);
            return SqliteResponseStore.Reading(paths, database, StoreLoader.Load(database, paths.Database, logger), options, logger);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    private static SqliteConnection ReadOnly(StorePaths paths, TimeSpan busyTimeout)
    {
        var database = SqliteConnection.Open(paths.Database, readOnly: true, immutable: false, busyTimeout);
        try
        {
            database.Number("PRAGMA user_version");
            return database;
        }
        catch (SqliteException e) when (e.PrimaryCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY && !File.Exists(paths.Companions[0]))
        {
            // A read-only file system allows no companion files; without a write-ahead log they aren't needed.
            database.Dispose();
            return SqliteConnection.Open(paths.Database, readOnly: true, immutable: true, busyTimeout);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks the folder: whoever can write it can replace the store, and so lift and create blocks. A sticky bit doesn't help, since
    /// others could create the next file first.
    /// </summary>
    internal static void Trust(StorePaths paths)
    {
        var reason = SteeringFile.CheckFolderTrust(paths.Folder);
        foreach (var file in paths.All.Where(Path.Exists))
        {
            var isTrusted = TrustedPath.TryResolve(file, out _, out var status, out var distrust);
            reason ??= distrust;
            if (isTrusted && !status.IsRegular)
            {
                // A pipe would block its reader forever.
                throw new ResponseStoreException(
                    StoreFailure.Foreign,
                    $"{file} is a folder, a pipe or a device where the store {paths.Database} has a file: name another file, "
                        + "or move that away."
                );
            }
        }

        if (reason is not null)
        {
            throw new ResponseStoreException(
                StoreFailure.Untrusted,
                $"The store {paths.Database} can't be trusted: {SafeText.Of(reason, 400)}. Fix that, or give it a folder of its own."
            );
        }
    }
}
