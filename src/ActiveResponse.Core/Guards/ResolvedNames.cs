using System.Collections.Concurrent;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards;

/// <summary>The addresses of the allow list's names: resolved once and refreshed behind the scenes, the last good answer kept while a name can't be resolved.</summary>
internal sealed class ResolvedNames(IHostNameResolver resolver, TimeProvider clock, GuardOptions options)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses of a name, waiting only if it was never resolved, and then no longer than the deadline.</summary>
    /// <returns>Null when the name is unknown.</returns>
    public async ValueTask<IReadOnlyList<AddressPrefix>?> FindAsync(string hostName, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(hostName, static _ => new Entry());
        var refresh = entry.RefreshIfStale(hostName, resolver, clock, options.NameRefresh);

        // The deadline runs from the first order that asked, not anew for each: a dead name must not slow a flood of alerts down.
        var patience = options.NameDeadline - entry.AskedFor(clock);
        if (!entry.WasAnswered && !refresh.IsCompleted && patience > TimeSpan.Zero)
        {
            try
            {
                await refresh.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The answer is used when it comes; this order goes by the policy for unknown names.
            }
        }

        return entry.LastGood;
    }

    private sealed class Entry
    {
        // After a failure the name is asked for again soon, but not for every order of a flood.
        private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(10);
        private readonly Lock _gate = new();
        private Task? _running;
        private long? _firstAskedAt;
        private long _finishedAt;
        private bool _failed;

        public IReadOnlyList<AddressPrefix>? LastGood { get; private set; }

        /// <summary>Whether the resolver has answered at least once, be it that the name is unknown.</summary>
        public bool WasAnswered { get; private set; }

        /// <summary>For how long the name has been asked for.</summary>
        public TimeSpan AskedFor(TimeProvider clock)
        {
            lock (_gate)
            {
                return clock.GetElapsedTime(_firstAskedAt ??= clock.GetTimestamp());
            }
        }

        public Task RefreshIfStale(string hostName, IHostNameResolver resolver, TimeProvider clock, TimeSpan maxAge)
        {
            lock (_gate)
            {
                var stale = _running is null
                    || (_running.IsCompleted && clock.GetElapsedTime(_finishedAt) >= (_failed ? RetryAfterFailure : maxAge));
                return stale ? _running = RefreshAsync(hostName, resolver, clock) : _running!;
            }
        }

        private async Task RefreshAsync(string hostName, IHostNameResolver resolver, TimeProvider clock)
        {
            // Off the caller's thread: name resolution may block in the C library.
            var found = await Task.Run(async () => await resolver.ResolveAsync(hostName, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
            lock (_gate)
            {
                LastGood = found ?? LastGood;
                _failed = found is null;
                WasAnswered = true;
                _finishedAt = clock.GetTimestamp();
            }
        }
    }
}
