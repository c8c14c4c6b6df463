using SQLitePCL;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Error returned by SQLite.</summary>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>Extended result code.</summary>
    public int Code => code;

    /// <summary>Result code without its extension.</summary>
    public int PrimaryCode => code & 0xff;

    /// <summary>Throws unless a call succeeded.</summary>
    public static void Check(int result, sqlite3? database)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var code = database is null ? result : raw.sqlite3_extended_errcode(database);
        var text = database is null ? raw.sqlite3_errstr(result).utf8_to_string() : raw.sqlite3_errmsg(database).utf8_to_string();
        throw new SqliteException((code & 0xff) == (result & 0xff) ? code : result, text);
    }
}
