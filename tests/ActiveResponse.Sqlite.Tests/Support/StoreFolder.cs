using ActiveResponse.Sqlite.Database;
using ActiveResponse.State;
using ActiveResponse.Testing;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Sqlite.Tests.Support;

/// <summary>A folder with a store in it, both gone when the test ends.</summary>
internal sealed class StoreFolder : IDisposable, ILoggerFactory, ILogger
{
    private readonly List<string> _logged = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("store-");
    private readonly List<SqliteResponseStore> _open = [];

    public StoreFolder() => Options = new SqliteStoreOptions { File = Path.Combine(_folder.FullName, "state.db") };

    public string Folder => _folder.FullName;

    public string File => Options.File;

    public SqliteStoreOptions Options { get; set; }

    public ManualClock Clock { get; } = new();

    /// <summary>What was logged: level, id and text.</summary>
    public List<string> Logged
    {
        get
        {
            lock (_logged)
            {
                return [.. _logged];
            }
        }
    }

    public void ForgetLog()
    {
        lock (_logged)
        {
            _logged.Clear();
        }
    }

    public SqliteResponseStore Open()
    {
        var store = (SqliteResponseStore)OpenAny();
        _open.Add(store);
        return store;
    }

    public IResponseStore OpenAny() => SqliteStore.Open(Options, Clock, this);

    public async Task<SqliteResponseStore> ReopenAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        _open.Clear();
        return Open();
    }

    /// <summary>The error that opening comes to.</summary>
    public ResponseStoreException Refused()
    {
        var refusal = Assert.Throws<ResponseStoreException>(OpenAny);
        refusal.Message.Should().Contain(File);
        return refusal;
    }

    /// <summary>Makes a database of some version, or brings it up to that.</summary>
    public void Make(IEnumerable<string> migrations)
    {
        if (!System.IO.File.Exists(File))
        {
            System.IO.File.Create(File).Dispose();
        }

        using var database = SqliteConnection.Open(File, readOnly: false, immutable: false, TimeSpan.Zero);
        Schema.Migrate(database, File, [.. migrations]);
    }

    /// <summary>Runs SQL on the closed database.</summary>
    public void Sql(string sql)
    {
        using var database = SqliteConnection.Open(File, readOnly: false, immutable: false, TimeSpan.Zero);
        database.Execute(sql);
    }

    public long Number(string sql)
    {
        using var database = SqliteConnection.Open(File, readOnly: true, immutable: false, TimeSpan.Zero);
        return database.Number(sql);
    }

    public void Dispose()
    {
        _open.ForEach(static store => store.Dispose());
        _folder.Delete(recursive: true);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        // Stores log on threads of their own.
        lock (_logged)
        {
            _logged.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
        }
    }
}
