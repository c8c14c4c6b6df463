using System.Threading.Channels;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>Single writer: changes that wait while a transaction is committed share the next one. No timer, no latency when idle.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    // Limits a transaction, since its first change waits for its last.
    private const int Largest = 4096;

    private readonly Channel<Change> _waiting = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly LiveDatabase _database;
    private readonly Func<Exception, ResponseStoreException> _explain;
    private readonly Task _writing;
    private long _transactions;

    public GroupCommit(LiveDatabase database, Func<Exception, ResponseStoreException> explain)
    {
        (_database, _explain) = (database, explain);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Number of committed transactions.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Checks that the database still exists, and recreates it if not.</summary>
    public Task CheckAsync() => WriteAsync(new Change(null));

    /// <summary>Writes a change; completes once it is on disk.</summary>
    public Task WriteAsync(Action<StoreWriter> change) => WriteAsync(new Change(change));

    /// <summary>Writes pending changes and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _database.IsClosing = true;
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<Change>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (group.Count < Largest && _waiting.Reader.TryRead(out var change))
            {
                group.Add(change);
            }

            Write(group);
            group.Clear();
        }
    }

    private Task WriteAsync(Change item) =>
        _waiting.Writer.TryWrite(item) ? item.Done : Task.FromException(_explain(new ObjectDisposedException(nameof(GroupCommit))));

    private void Write(List<Change> group)
    {
        var failure = TryWrite(group);
        if (failure is not null && _database.TryMend(failure))
        {
            failure = TryWrite(group);
        }

        if (failure is null)
        {
            group.ForEach(static change => change.Succeed());
        }
        else if (group.Count == 1 || StoreErrors.IsBusy(failure))
        {
            // All of them meet the same lock.
            var answer = _explain(failure);
            group.ForEach(change => change.Fail(answer));
        }
        else
        {
            // One of them fails the whole group; alone, each gets its own result.
            group.ForEach(change => Write([change]));
        }
    }

    private Exception? TryWrite(List<Change> group)
    {
        StoreWriter? writer = null;
        try
        {
            writer = _database.Writer();
            if (group.TrueForAll(static change => change.IsLook))
            {
                return null;
            }

            writer.Begin();
            group.ForEach(change => change.Make(writer));
            writer.Commit();
            _database.Wrote();
            Interlocked.Increment(ref _transactions);
            return null;
        }
        catch (Exception e)
        {
            var rollback = writer is null ? null : TryRollback(writer);
            return StoreErrors.IsDamage(e) ? e : rollback ?? e;
        }
    }

    private static Exception? TryRollback(StoreWriter writer)
    {
        try
        {
            writer.Rollback();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private sealed class Change(Action<StoreWriter>? make)
    {
        public bool IsLook => make is null;

        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Make(StoreWriter writer) => make?.Invoke(writer);

        public void Succeed() => _done.TrySetResult();

        public void Fail(Exception exception) => _done.TrySetException(exception);
    }
}
