using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>Begins a transaction, waiting while another program locks the database, but not again after it has waited in vain.</summary>
/// <param name="database">The connection.</param>
/// <param name="longest">How long to wait.</param>
/// <param name="clock">The clock.</param>
/// <param name="isClosing">Whether to stop waiting.</param>
/// <param name="notify">Called once each time waiting begins.</param>
internal sealed class BusyPatience(SqliteConnection database, TimeSpan longest, TimeProvider clock, Func<bool> isClosing, Action notify)
{
    // SQLite's own wait per attempt, short so that a stop needn't wait longer.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    // Callers must not queue up for a lock that is never released.
    private bool _wasInVain;

    public void Begin()
    {
        var began = clock.GetTimestamp();
        var isLogged = false;
        database.WaitAtMost(longest < Moment ? longest : Moment);
        while (TryBegin() is { } busy)
        {
            if (_wasInVain || isClosing() || clock.GetElapsedTime(began) >= longest)
            {
                _wasInVain = true;
                throw busy;
            }

            if (!isLogged)
            {
                isLogged = true;
                notify();
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
