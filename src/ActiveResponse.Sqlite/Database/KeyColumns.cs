using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Subjects and times as columns.</summary>
internal static class KeyColumns
{
    public static SqliteStatement Bind(this SqliteStatement statement, Subject subject) =>
        statement.Bind(subject.Address?.ToString()).Bind(subject.User).Bind(subject.File);

    public static SqliteStatement Bind(this SqliteStatement statement, DateTimeOffset time) => statement.Bind(time.UtcTicks);

    public static SqliteStatement Bind(this SqliteStatement statement, DateTimeOffset? time) => statement.Bind(time?.UtcTicks);

    /// <summary>The subject in three columns.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Subject SubjectAt(this SqliteStatement statement, int column, Interning shared)
    {
        var address = statement.Text(column);
        return new Subject
        {
            Address = address is null ? null : AddressPrefix.TryParse(address, out var prefix) ? prefix : throw new FormatException($"'{address}' is no address."),
            User = shared.Optional(statement.Text(column + 1)),
            File = statement.Text(column + 2),
        };
    }

    /// <summary>The time in a column.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset TimeAt(this SqliteStatement statement, int column) => ToTime(statement.Int64(column));

    public static DateTimeOffset? OptionalTimeAt(this SqliteStatement statement, int column) =>
        statement.IsNull(column) ? null : statement.TimeAt(column);

    public static DateTimeOffset ToTime(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new FormatException($"{ticks} is no time.");
}
