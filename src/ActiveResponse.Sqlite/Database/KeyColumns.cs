using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Reads and writes subjects and times as columns.</summary>
internal static class KeyColumns
{
    public static SqliteStatement Bind(this SqliteStatement statement, Subject subject) =>
        statement.Bind(subject.Address).Bind(subject.User).Bind(subject.File);

    public static SqliteStatement Bind(this SqliteStatement statement, AddressPrefix? address)
    {
        if (address is not { IsSingleAddress: true } single)
        {
            return statement.Bind(address?.ToString());
        }

        Span<byte> text = stackalloc byte[AddressPrefix.Longest];
        return statement.BindText(text[..single.FormatAddress(text)]);
    }

    public static SqliteStatement Bind(this SqliteStatement statement, DateTimeOffset time) => statement.Bind(time.UtcTicks);

    public static SqliteStatement Bind(this SqliteStatement statement, DateTimeOffset? time) => statement.Bind(time?.UtcTicks);

    /// <summary>Reads the subject in three columns.</summary>
    /// <exception cref="FormatException">It isn't a subject.</exception>
    public static Subject SubjectAt(this SqliteStatement statement, int column, Interning shared)
    {
        return new Subject
        {
            Address = statement.IsNull(column) ? null : statement.AddressAt(column),
            User = statement.SharedAt(column + 1, shared),
            File = statement.Text(column + 2),
        };
    }

    /// <summary>Reads the address or network in a column.</summary>
    /// <exception cref="FormatException">It isn't one.</exception>
    public static AddressPrefix AddressAt(this SqliteStatement statement, int column)
    {
        Span<char> text = stackalloc char[AddressPrefix.Longest];
        var bytes = statement.Bytes(column);
        return
            bytes.Length <= text.Length
            && Encoding.UTF8.GetChars(bytes, text) is var length
            && AddressPrefix.TryParse(text[..length], out var prefix)
            ? prefix
            : throw new FormatException($"'{statement.Text(column)}' isn't an address.");
    }

    /// <summary>Reads the text in a column, or null; doesn't allocate for a known one.</summary>
    public static string? SharedAt(this SqliteStatement statement, int column, Interning shared) =>
        statement.IsNull(column) ? null : shared.Of(statement.Bytes(column));

    /// <summary>Reads the time in a column.</summary>
    /// <exception cref="FormatException">It isn't a time.</exception>
    public static DateTimeOffset TimeAt(this SqliteStatement statement, int column) => ToTime(statement.Int64(column));

    public static DateTimeOffset? OptionalTimeAt(this SqliteStatement statement, int column) =>
        statement.IsNull(column) ? null : statement.TimeAt(column);

    public static DateTimeOffset ToTime(long ticks) =>
        ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new FormatException($"{ticks} isn't a time.");
}
