using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Tables;

/// <summary>Position up to which each source's alerts have been processed.</summary>
internal sealed class PositionTable(SqliteConnection database) : IDisposable
{
    private readonly SqliteStatement _save = database.Prepare(
        "INSERT INTO position (name, place) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET place = excluded.place"
    );

    public void Save(string name, string place) => _save.Anew().Bind(name).Bind(place).Run();

    public static Dictionary<string, string> Read(SqliteConnection database)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        using var rows = database.Prepare("SELECT name, place FROM position");
        while (rows.Step())
        {
            if (rows.Text(0) is { } name && rows.Text(1) is { } place)
            {
                places[name] = place;
            }
        }

        return places;
    }

    public void Dispose() => _save.Dispose();
}
