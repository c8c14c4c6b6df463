using ActiveResponse.Diagnostics;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Files;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>
/// Database being written. If its files are deleted, replaced or truncated, it is recreated from memory, which has everything but the
/// history.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class LiveDatabase : IDisposable
{
    private readonly StorePaths _paths;
    private readonly StoreIndex _index;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _closeReaders;
    private FileWatch _watch;
    private StoreLock _held;
    private SqliteConnection? _database;
    private StoreWriter? _writer;
    private string? _damage;
    private bool _isTroubled;

    public LiveDatabase(
        StorePaths paths,
        StoreLock held,
        SqliteConnection database,
        StoreIndex index,
        SqliteStoreOptions options,
        TimeProvider clock,
        ILogger logger,
        Action closeReaders
    )
    {
        (_paths, _held, _database, _index, _options, _clock, _logger, _closeReaders) = (
            paths,
            held,
            database,
            index,
            options,
            clock,
            logger,
            closeReaders
        );
        _watch = new FileWatch(paths);
        _writer = WriterOf(database, index.Forms);
    }

    /// <summary>Set when the store closes: stop waiting.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Returns the writer of the next transaction.</summary>
    /// <exception cref="Exception">The files are gone, and new ones can't be created.</exception>
    public StoreWriter Writer()
    {
        if ((_damage ?? _watch.WhatIsWrong(IsSound)) is { } why)
        {
            _damage = why;
            MakeAnew(why);
        }
        else if (!_watch.IsLockOurs)
        {
            LockAgain();
        }

        return _writer!;
    }

    /// <summary>Records a committed transaction.</summary>
    public void Wrote() => _watch.Note();

    /// <summary>Handles a failed transaction.</summary>
    /// <returns>Whether to retry it on a recreated database.</returns>
    public bool TryMend(Exception failure)
    {
        if (_damage is not null || !StoreErrors.IsDamage(failure))
        {
            return false;
        }

        _damage = SafeText.Of(failure.Message, 400);
        return true;
    }

    public void Dispose()
    {
        Close();
        _held.Dispose();
    }

    private void Close()
    {
        _writer?.Dispose();
        _database?.Dispose();
        (_writer, _database) = (null, null);
    }

    private StoreWriter WriterOf(SqliteConnection database, StoredForms forms) =>
        new(
            database,
            _index,
            forms,
            new HistoryRetention(_options.HistoryAge, _options.HistoryCount, _clock),
            new BusyPatience(database, _options.BusyTimeout, _clock, () => IsClosing, () => _logger.StoreIsLocked(_paths.Database))
        );

    // On a new connection: this one wouldn't read cached pages again.
    private bool IsSound()
    {
        try
        {
            using var database = SqliteConnection.Open(_paths.Database, readOnly: true, immutable: false, _options.ShortTimeout);
            var (effects, offenses) = _index.Count;
            var positions = PositionTable.Read(database);
            return database.Text("PRAGMA quick_check(1)") == "ok"
                && database.Number("SELECT count(*) FROM effect") >= effects
                && database.Number("SELECT count(*) FROM offense") >= offenses
                && _index.ListPositions().All(pair => positions.GetValueOrDefault(pair.Key) == pair.Value);
        }
        catch (SqliteException e)
        {
            return StoreErrors.IsBusy(e);
        }
    }

    private void MakeAnew(string why)
    {
        try
        {
            _closeReaders();
            _paths.EnsureFolder();
            if (!_watch.IsLockOurs)
            {
                // Before anything is moved: another agent's store may be here by now.
                LockAgain();
            }

            var aside = PutAside();
            Opening.Trust(_paths);
            _paths.MakeIfMissing();
            _watch = new FileWatch(_paths);
            _database = SqliteConnection.Open(_paths.Database, readOnly: false, immutable: false, _options.ShortTimeout);
            Opening.Configure(_database, _options);
            Schema.Migrate(_database, _paths.Database, Schema.Migrations);
            _writer = WriterOf(_database, new StoredForms());
            _writer.Begin();
            _writer.WriteAll();
            _writer.Commit();
            _paths.Tighten();
            _watch.Note();
            (_damage, _isTroubled) = (null, false);
            var (effects, offenses) = _index.Count;
            _logger.MadeAnew(_paths.Database, why, effects, offenses, aside is null ? "" : $"The former files are at {aside}.");
        }
        catch (Exception e)
        {
            Close();
            if (!_isTroubled)
            {
                _isTroubled = true;
                _logger.NotMadeAnew(_paths.Database, why, SafeText.Of(e.Message, 400));
            }

            throw;
        }
    }

    private void LockAgain()
    {
        _paths.EnsureFolder();
        var held = StoreLock.Take(_paths, _clock);
        _held.Dispose();
        _held = held;
        _watch.Forget(_paths.Lock);
        _watch.Note();
        _logger.LockedAgain(_paths.Database);
    }

    /// <summary>Clears the store's paths without losing anybody's files.</summary>
    /// <returns>Where they are now; null if there were none.</returns>
    private string? PutAside()
    {
        // Foreign files first: closing the database deletes whatever is at its companions' paths.
        var aside = _paths.FreeName("aside", _clock.GetUtcNow());
        var isTheirs = false;
        Move(path => !_watch.IsOurs(path));
        isTheirs = Path.Exists(aside);
        Close();
        Move(static _ => true);
        return Path.Exists(aside) ? aside : null;

        void Move(Func<string, bool> which)
        {
            foreach (var path in _paths.Companions.Prepend(_paths.Database).Where(path => Path.Exists(path) && which(path)))
            {
                var target = aside + path[_paths.Database.Length..];
                if (Path.Exists(target) || (isTheirs && _watch.IsOurs(path)))
                {
                    // Our write-ahead log is useless beside their database.
                    File.Delete(path);
                }
                else
                {
                    Directory.Move(path, target);
                }
            }
        }
    }
}
