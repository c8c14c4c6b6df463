using System.Globalization;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Database;

/// <summary>Tables of the database, and migrations from earlier versions.</summary>
internal static class Schema
{
    // "ARst": distinguishes a store from any other SQLite database.
    private const long ApplicationId = 0x41527374;

    /// <summary>
    /// Statements that each version adds to the previous one; the database's <c>user_version</c> is the number of the last.
    /// </summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        """
            CREATE TABLE effect (
                id INTEGER PRIMARY KEY, state TEXT NOT NULL, since INTEGER NOT NULL, failed_reverts INTEGER NOT NULL,
                failed_applies INTEGER NOT NULL, retry_at INTEGER, place TEXT, command TEXT NOT NULL, alert BLOB,
                holders TEXT NOT NULL) STRICT;
            CREATE TABLE offense (
                id INTEGER PRIMARY KEY, responder TEXT NOT NULL, address TEXT, user TEXT, file TEXT,
                count INTEGER NOT NULL, last_at INTEGER NOT NULL, last_alert TEXT NOT NULL) STRICT;
            CREATE TABLE position (name TEXT PRIMARY KEY, place TEXT NOT NULL) STRICT, WITHOUT ROWID;
            """,
        """
            CREATE TABLE history (
                id INTEGER PRIMARY KEY, at INTEGER NOT NULL, verb TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT,
                responder TEXT NOT NULL,
                address TEXT, user TEXT, file TEXT, response TEXT NOT NULL, rule INTEGER NOT NULL, alert TEXT NOT NULL,
                agent_id TEXT, agent_name TEXT, offense INTEGER NOT NULL, until INTEGER) STRICT;
            """,
        """
            CREATE TABLE form (id INTEGER PRIMARY KEY, command TEXT NOT NULL) STRICT;
            ALTER TABLE effect ADD COLUMN form INTEGER;
            ALTER TABLE effect ADD COLUMN address TEXT;
            ALTER TABLE effect ADD COLUMN alert_id TEXT;
            ALTER TABLE effect ADD COLUMN until INTEGER;
            ALTER TABLE effect ADD COLUMN offense INTEGER;
            """,
        "ALTER TABLE offense ADD COLUMN keys TEXT;",
        """
            UPDATE history SET outcome = CASE outcome
                WHEN 'Applied' THEN 'applied' WHEN 'AlreadyApplied' THEN 'already-applied' WHEN 'Extended' THEN 'extended'
                WHEN 'Reverted' THEN 'lifted' WHEN 'AlreadyReverted' THEN 'already-lifted' WHEN 'Refused' THEN 'refused'
                WHEN 'Failed' THEN 'failed' WHEN 'TimedOut' THEN 'timed-out' WHEN 'DryRun' THEN 'dry-run'
                WHEN 'Dropped' THEN 'dropped' WHEN 'Sent' THEN 'sent' ELSE outcome END;
            """,
        """
            ALTER TABLE history ADD COLUMN reason TEXT;
            ALTER TABLE history ADD COLUMN given_by TEXT;
            """,
    ];

    /// <summary>Creates the tables or migrates them to this version, one transaction per step.</summary>
    /// <exception cref="ResponseStoreException">The database is of a later version, or another program's.</exception>
    public static void Migrate(SqliteConnection database, string file, IReadOnlyList<string> migrations)
    {
        for (var version = Check(database, file, migrations.Count); version < migrations.Count; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            database.Execute(migrations[version]);
            database.Execute(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"PRAGMA application_id={ApplicationId}; PRAGMA user_version={version + 1}; COMMIT"
                )
            );
        }
    }

    /// <summary>Verifies that all columns of this version exist; additional ones are ignored.</summary>
    /// <exception cref="ResponseStoreException">A column is missing or differs.</exception>
    public static void Verify(SqliteConnection database, string file)
    {
        using var model = SqliteConnection.OpenInMemory();
        foreach (var migration in Migrations)
        {
            model.Execute(migration);
        }

        foreach (var table in model.Texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        {
            if (ColumnsOf(database, table) != ColumnsOf(model, table))
            {
                throw StoreErrors.Damaged(file, $"the table '{table}' isn't what it should be");
            }
        }

        if (database.Text("SELECT min(name) FROM sqlite_schema WHERE type = 'trigger'") is { Length: > 0 } trigger)
        {
            throw StoreErrors.Damaged(file, $"the trigger '{trigger}' changes what is stored");
        }
    }

    private static string ColumnsOf(SqliteConnection database, string table) =>
        string.Join(
            '\n',
            database.Texts(
                $"""
                SELECT t.type || t.wr || t.strict || ' ' || c.name || ' ' || c.type || ' '
                  || c."notnull" || c.pk || c.hidden || coalesce(c.dflt_value, '')
                FROM pragma_table_list('{table}') AS t, pragma_table_xinfo('{table}') AS c WHERE t.schema = 'main' ORDER BY c.cid
                """
            )
        );

    /// <summary>Verifies that a read-only database can be read.</summary>
    public static void CheckReadable(SqliteConnection database, string file)
    {
        var version = Check(database, file, Migrations.Count);
        if (version < Migrations.Count)
        {
            throw new ResponseStoreException(
                StoreFailure.NotWritable,
                $"The store {file} has schema {version} and this version reads {Migrations.Count}: start the agent once to migrate it."
            );
        }

        Verify(database, file);
    }

    /// <summary>Verifies, without changes, that the database is empty or a store of a known version.</summary>
    /// <returns>Its version; 0 if it is empty.</returns>
    /// <exception cref="ResponseStoreException">It is neither.</exception>
    public static int Check(SqliteConnection database, string file, int known)
    {
        var version = database.Number("PRAGMA user_version");
        var application = database.Number("PRAGMA application_id");
        if (application != ApplicationId && (version != 0 || application != 0 || database.Number("SELECT count(*) FROM sqlite_schema") > 0))
        {
            throw new ResponseStoreException(
                StoreFailure.Foreign,
                $"{file} is a database of another program, and no store: name another file."
            );
        }

        if (version > known)
        {
            throw new ResponseStoreException(
                StoreFailure.Newer,
                $"The store {file} has schema {version}, and this version knows up to {known}: use the version that wrote it, "
                    + "a later one, or another file."
            );
        }

        if (version < 0)
        {
            throw StoreErrors.Damaged(file, $"its schema is said to be {version}");
        }

        return (int)version;
    }
}
