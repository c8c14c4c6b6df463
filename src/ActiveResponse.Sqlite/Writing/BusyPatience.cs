using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>Begins a transaction, and waits while another program has the database locked; no longer once it has waited in vain.</summary>
/// <param name="database">The connection.</param>
/// <param name="longest">How long to wait.</param>
/// <param name="clock">The time.</param>
/// <param name="isClosing">Whether nothing may be waited for any more.</param>
/// <param name="tell">Told once each time the waiting begins.</param>
internal sealed class BusyPatience(SqliteConnection database, TimeSpan longest, TimeProvider clock, Func<bool> isClosing, Action tell)
{
    // What SQLite itself waits for at once, so that a stop needn't wait longer.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    // Callers must not wait one after the other for what is locked for good.
    private bool _wasInVain;

    public void Begin()
    {
        var began = clock.GetTimestamp();
        var isTold = false;
        database.WaitAtMost(longest < Moment ? longest : Moment);
        while (TryBegin() is { } busy)
        {
            if (_wasInVain || isClosing() || clock.GetElapsedTime(began) >= longest)
            {
                _wasInVain = true;
                throw busy;
            }

            if (!isTold)
            {
                isTold = true;
                tell();
            }
        }

        _wasInVain = false;
    }

    private SqliteException? TryBegin()
    {
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            return null;
        }
        catch (SqliteException e) when (StoreErrors.IsBusy(e))
        {
            return e;
        }
    }
}
