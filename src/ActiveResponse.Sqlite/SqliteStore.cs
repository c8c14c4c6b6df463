using ActiveResponse.Sqlite.Files;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Sqlite;

/// <summary>Opens stores in SQLite databases.</summary>
public static class SqliteStore
{
    /// <summary>Opens a store, or does what the options say for one that can't be used.</summary>
    /// <param name="options">Where, and how safely.</param>
    /// <param name="clock">Default: the system's.</param>
    /// <param name="loggers">Told what could not be read, and what was done about a store that can't be used. Default: none.</param>
    /// <returns>The store. Dispose of it when done, if it is disposable: the one in memory, which an option allows in its place, is
    /// not.</returns>
    /// <exception cref="ResponseStoreException">It can't be used; the message names the file and the remedy.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static IResponseStore Open(SqliteStoreOptions options, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var time = clock ?? TimeProvider.System;
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger(typeof(SqliteStore).FullName!);
        try
        {
            return Opening.Open(options, time, logger);
        }
        catch (ResponseStoreException e)
            when (!options.ReadOnly && options.OnUnusable == UnusableStore.MoveAside && e.Failure == StoreFailure.Damaged)
        {
            return Opening.OpenAnew(options, time, logger, e);
        }
        catch (ResponseStoreException e)
            when (!options.ReadOnly && options.OnUnusable == UnusableStore.Memory && e.Failure != StoreFailure.InUse)
        {
            logger.GoesOnInMemory(options.File, e.Message);
            return new InMemoryResponseStore();
        }
    }
}
