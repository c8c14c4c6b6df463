using System.Threading.Channels;
using ActiveResponse.State;

namespace ActiveResponse.Sqlite.Writing;

/// <summary>The one writer: while a transaction is being put on disk others wait, and all that wait then share the next one. No timer, no latency when idle.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    // One transaction holds at most so many: the first of them waits for the last.
    private const int Largest = 4096;

    private readonly Channel<Change> _waiting = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StoreWriter _writer;
    private readonly Func<Exception, ResponseStoreException> _explain;
    private readonly Task _writing;
    private long _transactions;

    public GroupCommit(StoreWriter writer, Func<Exception, ResponseStoreException> explain)
    {
        (_writer, _explain) = (writer, explain);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>How many transactions were put on disk.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Makes a change; done once it is on disk.</summary>
    public Task WriteAsync(Action<StoreWriter> change)
    {
        var item = new Change(change);
        return _waiting.Writer.TryWrite(item) ? item.Done : Task.FromException(_explain(new ObjectDisposedException(nameof(GroupCommit))));
    }

    /// <summary>Puts what waits on disk, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _writer.Dispose();
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

    private void Write(List<Change> group)
    {
        if (TryWrite(group) is not { } failure)
        {
            group.ForEach(static change => change.Succeed());
        }
        else if (group.Count == 1)
        {
            group[0].Fail(_explain(failure));
        }
        else
        {
            // One of them spoils it for all; alone, each gets its own answer.
            group.ForEach(change => Write([change]));
        }
    }

    private Exception? TryWrite(List<Change> group)
    {
        try
        {
            _writer.Begin();
            group.ForEach(change => change.Make(_writer));
            _writer.Commit();
            Interlocked.Increment(ref _transactions);
            return null;
        }
        catch (Exception e)
        {
            return TryRollback() ?? e;
        }
    }

    private Exception? TryRollback()
    {
        try
        {
            _writer.Rollback();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private sealed class Change(Action<StoreWriter> make)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Make(StoreWriter writer) => make(writer);

        public void Succeed() => _done.TrySetResult();

        public void Fail(Exception exception) => _done.TrySetException(exception);
    }
}
