using ActiveResponse.Diagnostics;
using ActiveResponse.Sqlite.Database;
using ActiveResponse.Sqlite.Files;
using ActiveResponse.Sqlite.Tables;
using ActiveResponse.State;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>The database that is written to. One whose files were deleted, replaced or cut short is made anew from memory, which holds all
/// but the history.</summary>
/// <remarks>Used by one thread at a time.</remarks>
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

    /// <summary>Set when the store is to be closed: nothing is waited for any more.</summary>
    public bool IsClosing { get; set; }

    /// <summary>What the next transaction is written with.</summary>
    /// <exception cref="Exception">The files are gone, and no others can be made.</exception>
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

    /// <summary>Says that a transaction is on disk.</summary>
    public void Wrote() => _watch.Note();

    /// <summary>Says that a transaction has failed.</summary>
    /// <returns>Whether it is worth another try, with a database made anew.</returns>
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

    // On a connection of its own: what this one has read before it would not read again.
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
            _logger.MadeAnew(_paths.Database, why, effects, offenses, aside is null ? "" : $"What was there is {aside} now.");
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

    /// <summary>Leaves nothing at the paths of the store, and loses nothing that somebody has put there.</summary>
    /// <returns>Where that is now; null when there was nothing.</returns>
    private string? PutAside()
    {
        // What is not ours goes first: closing the database removes what is at the paths of its companions.
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
                    // What was written ahead of our database is worth nothing beside theirs.
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
