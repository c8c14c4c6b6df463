using ActiveResponse.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers a store in a SQLite database.</summary>
public static class SqliteStoreExtensions
{
    /// <summary>Stores what is blocked, until when and why, in a file that survives restarts, crashes and power cuts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="file">Full path of the database; created if missing.</param>
    public static ActiveResponseBuilder UseSqliteStore(this ActiveResponseBuilder builder, string file) =>
        builder.UseSqliteStore(new SqliteStoreOptions { File = file });

    /// <summary>Stores what is blocked, until when and why, in a file that survives restarts, crashes and power cuts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Location and safety. Validated when the host starts, which fails with a
    /// <see cref="State.ResponseStoreException"/> if it can't be used.</param>
    public static ActiveResponseBuilder UseSqliteStore(this ActiveResponseBuilder builder, SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.UseStore(provider =>
            SqliteStore.Open(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())
        );
    }
}
