using System.Collections.Concurrent;
using ActiveResponse.Configuration;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Guards;

/// <summary>Resolves names and refreshes them in the background; the last good answer stays while a name can't be resolved.</summary>
/// <param name="resolver">Resolves one name.</param>
/// <param name="clock">The clock.</param>
/// <param name="options">Deadline and age.</param>
/// <param name="logger">Logs names that can't be resolved.</param>
/// <param name="changed">Called when a name's addresses change; null for nobody.</param>
internal sealed class ResolvedNames(
    IHostNameResolver resolver,
    TimeProvider clock,
    GuardOptions options,
    ILogger<ResolvedNames> logger,
    Action? changed = null
) : IDisposable
{
    // Keeps names from being resolved in a tight loop.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, ResolvedName> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _disposed;
    private volatile bool _allAreAsked;

    /// <summary>Returns the addresses of a name; waits only if it was never resolved, up to the deadline.</summary>
    /// <returns>Null if the name is unknown.</returns>
    public async ValueTask<IReadOnlyList<AddressPrefix>?> FindAsync(string hostName, CancellationToken cancellationToken)
    {
        if (LocalNames.Contain(hostName))
        {
            return LocalNames.Addresses;
        }

        var entry = EntryOf(hostName);
        var refresh = entry.RefreshIfStale();

        // The deadline starts with the first order and covers all names: dead names must not slow a flood of alerts down.
        AskForAll();
        var patience = options.NameDeadline - entry.AskedFor;
        if (!entry.WasAnswered && !refresh.IsCompleted && patience > TimeSpan.Zero)
        {
            try
            {
                await refresh.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // A later answer is used for later orders; this one follows the policy for unknown names.
            }
        }

        if (entry.LastGood is null)
        {
            entry.LogUnresolved();
        }

        return entry.LastGood;
    }

    /// <summary>Resolves these names now and keeps refreshing them even without orders; forgets all others.</summary>
    public void Watch(IEnumerable<string> hostNames)
    {
        var wanted = hostNames.Where(static name => !LocalNames.Contain(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var gone in _entries.Keys.Where(name => !wanted.Contains(name)))
        {
            _entries.TryRemove(gone, out _);
        }

        foreach (var name in wanted)
        {
            _ = EntryOf(name);
        }

        _allAreAsked = false;
        Resolve();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void AskForAll()
    {
        if (_allAreAsked)
        {
            return;
        }

        _allAreAsked = true;
        foreach (var entry in _entries.Values)
        {
            _ = entry.AskedFor;
        }
    }

    private ResolvedName EntryOf(string hostName) =>
        _entries.GetOrAdd(
            hostName,
            name => new ResolvedName(name, resolver, clock, options.NameRefresh, changed ?? (static () => { }), logger)
        );

    private void Resolve()
    {
        var next = Timeout.InfiniteTimeSpan;
        foreach (var entry in _entries.Values)
        {
            _ = entry.RefreshIfStale();
            var due = entry.DueIn;
            next = next == Timeout.InfiniteTimeSpan || due < next ? due : next;
        }

        lock (_gate)
        {
            if (_disposed || (_timer is null && next == Timeout.InfiniteTimeSpan))
            {
                return;
            }

            var wait = next == Timeout.InfiniteTimeSpan || next > ShortestWait ? next : ShortestWait;
            _timer ??= clock.CreateTimer(
                static state => ((ResolvedNames)state!).Resolve(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
