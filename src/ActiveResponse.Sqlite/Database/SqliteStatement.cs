using System.Text;
using ActiveResponse.Configuration.Ossec;
using SQLitePCL;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Compiled statement: bind its parameters in order, step, reset.</summary>
internal sealed class SqliteStatement(sqlite3 database, sqlite3_stmt statement) : IDisposable
{
    private const int LongestOnStack = 512;

    // SQLite keeps what is bound from one run to the next, and in a burst most columns of a row are those of the row before.
    private readonly Bound[] _bound = new Bound[raw.sqlite3_bind_parameter_count(statement)];
    private int _parameter;
    private bool _isReset = true;

    /// <summary>Prepares it to be bound from its first parameter, whatever happened in its last use.</summary>
    public SqliteStatement Anew()
    {
        Reset();
        return this;
    }

    public SqliteStatement Bind(long value) =>
        IsBound(new Bound(null, value)) ? this : Check(raw.sqlite3_bind_int64(statement, _parameter, value), new Bound(null, value));

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        // The same object, since comparing texts costs as much as binding them.
        var bound = new Bound(value, 0);
        if (IsBound(bound))
        {
            return this;
        }

        if (!LosslessText.IsUnicode(value))
        {
            return Check(TryBind(LosslessText.Encode(value)), bound);
        }

        // The overload for strings stops at the first NUL.
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (size > LongestOnStack)
        {
            return Check(TryBind(Encoding.UTF8.GetBytes(value)), bound);
        }

        Span<byte> utf8 = stackalloc byte[size];
        return Check(TryBind(utf8[..Encoding.UTF8.GetBytes(value, utf8)]), bound);
    }

    public SqliteStatement BindText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return Bind("");
        }

        Forget();
        return Check(TryBind(utf8), default);
    }

    public SqliteStatement BindBlob(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return BindNull();
        }

        Forget();
        return Check(raw.sqlite3_bind_blob(statement, _parameter, bytes), default);
    }

    /// <summary>Advances to the next row; false if there is none.</summary>
    public bool Step()
    {
        _isReset = false;
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
        if (!_isReset)
        {
            raw.sqlite3_reset(statement);
            _isReset = true;
        }

        _parameter = 0;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public long? OptionalInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) => IsNull(column) ? null : LosslessText.Decode(Bytes(column));

    /// <summary>Returns the bytes of a text or blob; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private SqliteStatement BindNull() => IsBound(Bound.Null) ? this : Check(raw.sqlite3_bind_null(statement, _parameter), Bound.Null);

    private int TryBind(ReadOnlySpan<byte> utf8) =>
        utf8.IsEmpty ? raw.sqlite3_bind_text(statement, _parameter, "") : raw.sqlite3_bind_text(statement, _parameter, utf8);

    /// <summary>Goes to the next parameter.</summary>
    /// <returns>Whether this value is bound to it already; if not, what is bound is unknown until it has been bound.</returns>
    private bool IsBound(Bound value)
    {
        // Beyond the last one SQLite says what is wrong.
        if (++_parameter > _bound.Length)
        {
            return false;
        }

        ref var bound = ref _bound[_parameter - 1];
        if (bound.IsSame(value))
        {
            return true;
        }

        bound = default;
        return false;
    }

    private void Forget() => _ = IsBound(default);

    private SqliteStatement Check(int result, Bound value)
    {
        if (result == raw.SQLITE_OK)
        {
            _bound[_parameter - 1] = value;
            return this;
        }

        try
        {
            SqliteException.Check(result, database);
        }
        finally
        {
            Reset();
        }

        return this;
    }

    /// <summary>What is bound to a parameter: a text object, or a number; by default something else.</summary>
    private readonly struct Bound
    {
        private static readonly object Number = new();
        private static readonly object Nothing = new();
        private readonly object? _what;
        private readonly long _number;

        public Bound(string? text, long number) => (_what, _number) = (text ?? Number, number);

        private Bound(object what) => _what = what;

        public static Bound Null { get; } = new(Nothing);

        public bool IsSame(Bound other) => _what is not null && ReferenceEquals(_what, other._what) && _number == other._number;
    }
}
