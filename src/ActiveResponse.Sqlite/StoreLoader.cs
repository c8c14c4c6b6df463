using ActiveResponse.Diagnostics;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.Sqlite.Writing;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Sqlite;

/// <summary>Loads what is looked up by key into memory.</summary>
internal static class StoreLoader
{
    public static StoreIndex Load(SqliteConnection database, string file, ILogger logger)
    {
        var shared = new Interning();

        // One consistent view, even while an agent keeps writing.
        database.Execute("BEGIN");
        var forms = StoredForms.Read(database, shared);
        var index = new StoreIndex(forms);

        // Unreadable rows still occupy their numbers.
        index.Effects.Reserve(database.Number("SELECT max(id) FROM effect"));
        index.Offenses.Reserve(database.Number("SELECT max(id) FROM offense"));
        index.MakeRoom(database.Number("SELECT count(*) FROM effect"), database.Number("SELECT count(*) FROM offense"));
        EffectTable.Load(
            database,
            forms,
            shared,
            index.KeptEffects,
            (id, why) => logger.RecordUnreadable("effect", id, file, SafeText.Of(why, 400))
        );
        OffenseTable.Load(
            database,
            shared,
            index.KeptOffenses,
            (id, why) => logger.RecordUnreadable("offense", id, file, SafeText.Of(why, 400))
        );

        foreach (var (name, place) in PositionTable.Read(database))
        {
            index.Positions.Load(name, 0, place);
        }

        database.Execute("COMMIT");
        logger.StoreOpened(file, index.Count.Effects, index.Count.Offenses);
        return index;
    }
}
