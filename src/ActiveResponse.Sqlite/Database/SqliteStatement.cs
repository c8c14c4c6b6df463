using System.Text;
using ActiveResponse.Configuration.Ossec;
using SQLitePCL;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Compiled statement: bind its parameters in order, step, reset.</summary>
internal sealed class SqliteStatement(sqlite3 database, sqlite3_stmt statement) : IDisposable
{
    private const int LongestOnStack = 512;

    private int _parameter;

    /// <summary>Prepares it to be bound from its first parameter, whatever happened in its last use.</summary>
    public SqliteStatement Anew()
    {
        Reset();
        return this;
    }

    public SqliteStatement Bind(long value) => Bound(raw.sqlite3_bind_int64(statement, ++_parameter, value));

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        if (!LosslessText.IsUnicode(value))
        {
            return BindText(LosslessText.Encode(value));
        }

        // The overload for strings stops at the first NUL.
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (size > LongestOnStack)
        {
            return BindText(Encoding.UTF8.GetBytes(value));
        }

        Span<byte> utf8 = stackalloc byte[size];
        return BindText(utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    public SqliteStatement BindText(ReadOnlySpan<byte> utf8) =>
        Bound(utf8.IsEmpty ? raw.sqlite3_bind_text(statement, ++_parameter, "") : raw.sqlite3_bind_text(statement, ++_parameter, utf8));

    public SqliteStatement BindBlob(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? BindNull() : Bound(raw.sqlite3_bind_blob(statement, ++_parameter, bytes));

    /// <summary>Advances to the next row; false if there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        try
        {
            SqliteException.Check(result, database);
            return false;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs it to its end and resets it.</summary>
    public void Run()
    {
        while (Step()) { }

        Reset();
    }

    /// <summary>Resets it for other values.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(statement);
        _parameter = 0;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public long? OptionalInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) => IsNull(column) ? null : LosslessText.Decode(Bytes(column));

    /// <summary>Returns the bytes of a text or blob; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private SqliteStatement BindNull() => Bound(raw.sqlite3_bind_null(statement, ++_parameter));

    private SqliteStatement Bound(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            try
            {
                SqliteException.Check(result, database);
            }
            finally
            {
                Reset();
            }
        }

        return this;
    }
}
