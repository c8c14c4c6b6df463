using ActiveResponse.Sqlite.Database;

namespace ActiveResponse.Sqlite;

/// <summary>Reads the history on its own connection, opened on demand, so that a long query delays no commit.</summary>
internal sealed class HistoryReader(Func<SqliteConnection> open, bool ownsConnection) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteConnection? _database;
    private bool _isClosed;

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var database = _database ??= open();
            return await Task.Run(() => read(database), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes the connection once nobody reads; the next query opens another.</summary>
    public void CloseForNow()
    {
        _turn.Wait();
        _database?.Dispose();
        _database = null;
        _turn.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        if (ownsConnection)
        {
            _database?.Dispose();
        }

        _turn.Release();
    }
}
