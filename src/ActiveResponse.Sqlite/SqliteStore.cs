using ActiveResponse.Sqlite.Files;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveResponse.Sqlite;

/// <summary>Opens stores in SQLite databases.</summary>
public static class SqliteStore
{
    /// <summary>Opens a store, or handles an unusable one as the options say.</summary>
    /// <param name="options">Location and safety.</param>
    /// <param name="clock">Clock. Default: the system's.</param>
    /// <param name="loggers">Logs unreadable rows and how an unusable store was handled. Default: none.</param>
    /// <returns>The store. Dispose of it if it is disposable; the in-memory one, which an option allows instead, isn't.</returns>
    /// <exception cref="ResponseStoreException">It can't be used; the message names the file and the remedy.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static IResponseStore Open(SqliteStoreOptions options, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
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
