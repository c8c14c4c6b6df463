using SQLitePCL;

namespace ActiveResponse.Tool.Import;

/// <summary>The database of fail2ban from 0.11 on: the bans in force are the rows of <c>bips</c>; a ban time below 0 has no end.</summary>
internal static class Fail2banDatabase
{
    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Whether a file is a database.</summary>
    public static bool Is(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> head = stackalloc byte[16];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic);
    }

    /// <exception cref="ImportException">It is of another program.</exception>
    public static IReadOnlyList<ImportedBlock> Read(string file, DateTimeOffset now)
    {
        Batteries_V2.Init();
        var opened = raw.sqlite3_open_v2(Path.GetFullPath(file), out var database, raw.SQLITE_OPEN_READONLY, null);
        using (database)
        {
            if (opened != raw.SQLITE_OK)
            {
                throw new ImportException($"the database can't be opened: {raw.sqlite3_errmsg(database).utf8_to_string()}");
            }

            raw.sqlite3_busy_timeout(database, 5000);
            if (raw.sqlite3_prepare_v2(database, "SELECT ip, jail, timeofban, bantime FROM bips", out var rows) != raw.SQLITE_OK)
            {
                throw new ImportException(
                    $"this isn't the database of fail2ban 0.11 or later: {raw.sqlite3_errmsg(database).utf8_to_string()}"
                );
            }

            using (rows)
            {
                return Read(database, rows, now);
            }
        }
    }

    private static List<ImportedBlock> Read(sqlite3 database, sqlite3_stmt rows, DateTimeOffset now)
    {
        var blocks = new List<ImportedBlock>();
        int step;
        while ((step = raw.sqlite3_step(rows)) == raw.SQLITE_ROW)
        {
            var (since, seconds) = (raw.sqlite3_column_int64(rows, 2), raw.sqlite3_column_int64(rows, 3));
            blocks.Add(
                new ImportedBlock(
                    raw.sqlite3_column_text(rows, 0).utf8_to_string(),
                    seconds < 0 ? null : TimeSpan.FromSeconds(since + (double)seconds - now.ToUnixTimeSeconds()),
                    $"jail {raw.sqlite3_column_text(rows, 1).utf8_to_string()}"
                )
            );
        }

        return step == raw.SQLITE_DONE
            ? blocks
            : throw new ImportException($"the database can't be read: {raw.sqlite3_errmsg(database).utf8_to_string()}");
    }
}
