using SQLitePCL;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Connection to a database file; for one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _database;

    private SqliteConnection(sqlite3 database) => _database = database;

    /// <summary>Whether no transaction is open.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_database) != 0;

    /// <summary>Opens an existing file.</summary>
    /// <param name="file">A full path.</param>
    /// <param name="readOnly">Whether writing is forbidden.</param>
    /// <param name="immutable">Whether nobody writes it meanwhile, so that it needs no companion files.</param>
    /// <param name="busyTimeout">How long to wait for other programs' locks.</param>
    public static SqliteConnection Open(string file, bool readOnly, bool immutable, TimeSpan busyTimeout)
    {
        Batteries_V2.Init();
        var flags = raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_URI | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE);

        // A URI, so that no character of the path has a special meaning.
        var uri = "file://" + string.Join('/', file.Split('/').Select(Uri.EscapeDataString)) + (immutable ? "?immutable=1" : "");
        var result = raw.sqlite3_open_v2(OperatingSystem.IsWindows() ? file : uri, out var database, flags, null);
        try
        {
            SqliteException.Check(result, database);
            raw.sqlite3_extended_result_codes(database, 1);
            raw.sqlite3_busy_timeout(database, (int)busyTimeout.TotalMilliseconds);
            return new SqliteConnection(database);
        }
        catch
        {
            raw.sqlite3_close_v2(database);
            throw;
        }
    }

    /// <summary>Opens an empty database in memory.</summary>
    public static SqliteConnection OpenInMemory()
    {
        Batteries_V2.Init();
        SqliteException.Check(
            raw.sqlite3_open_v2(
                ":memory:",
                out var database,
                raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
                null
            ),
            null
        );
        return new SqliteConnection(database);
    }

    /// <summary>Sets how long to wait for other programs' locks.</summary>
    public void WaitAtMost(TimeSpan time) => raw.sqlite3_busy_timeout(_database, (int)time.TotalMilliseconds);

    /// <summary>Compiles a statement.</summary>
    public SqliteStatement Prepare(string sql)
    {
        SqliteException.Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), _database);
        return new SqliteStatement(_database, statement);
    }

    /// <summary>Runs statements without results.</summary>
    public void Execute(string sql) => SqliteException.Check(raw.sqlite3_exec(_database, sql), _database);

    /// <summary>Returns the number a statement yields; 0 if none.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>Returns the text a statement yields; empty if none.</summary>
    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) ?? "" : "";
    }

    /// <summary>Returns the texts a statement yields in its first column.</summary>
    public List<string> Texts(string sql)
    {
        using var statement = Prepare(sql);
        var texts = new List<string>();
        while (statement.Step())
        {
            texts.Add(statement.Text(0) ?? "");
        }

        return texts;
    }

    // Version 2 of the call also works while statements are open, and closes once they are.
    public void Dispose() => raw.sqlite3_close_v2(_database);
}
