using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Guards;

/// <summary>One name: its last good answer, and when to resolve it again.</summary>
internal sealed class ResolvedName(
    string hostName,
    IHostNameResolver resolver,
    TimeProvider clock,
    TimeSpan maxAge,
    Action changed,
    ILogger logger
)
{
    // Retries start soon after a failure, but not for every order of a flood, and back off.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private Task? _running;
    private long? _firstAskedAt;
    private long _finishedAt;
    private int _failures;
    private bool _told;

    public IReadOnlyList<AddressPrefix>? LastGood { get; private set; }

    /// <summary>Whether the resolver has ever answered, even that the name is unknown.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>How long resolution has been tried.</summary>
    public TimeSpan AskedFor
    {
        get
        {
            lock (_gate)
            {
                return clock.GetElapsedTime(_firstAskedAt ??= clock.GetTimestamp());
            }
        }
    }

    /// <summary>Time until the next check: the name expires, or the pending answer is due.</summary>
    public TimeSpan DueIn
    {
        get
        {
            lock (_gate)
            {
                if (_running is null)
                {
                    return TimeSpan.Zero;
                }

                return _running.IsCompleted ? Limit - clock.GetElapsedTime(_finishedAt) : FirstRetry;
            }
        }
    }

    private TimeSpan Limit =>
        _failures == 0
            ? maxAge
            : TimeSpan.FromTicks(
                (long)Math.Min(FirstRetry.Ticks * Math.Pow(2, Math.Min(_failures - 1, 20)), Math.Max(maxAge.Ticks, FirstRetry.Ticks))
            );

    public Task RefreshIfStale()
    {
        lock (_gate)
        {
            var stale = _running is null || (_running.IsCompleted && clock.GetElapsedTime(_finishedAt) >= Limit);
            return stale ? _running = RefreshAsync() : _running!;
        }
    }

    /// <summary>Warns once, until there is an answer, that the name protects nothing.</summary>
    public void LogUnresolved()
    {
        lock (_gate)
        {
            if (_told || LastGood is not null)
            {
                return;
            }

            _told = true;
        }

        logger.NameUnresolved(SafeText.Of(hostName));
    }

    private async Task RefreshAsync()
    {
        // Off the caller's thread: the C library may block.
        var found = await Task.Run(async () => await resolver.ResolveAsync(hostName, CancellationToken.None).ConfigureAwait(false))
            .ConfigureAwait(false);
        var (isNew, isFirstFailure) = Take(found);
        if (isNew)
        {
            logger.NameResolved(SafeText.Of(hostName), string.Join(", ", found!));
            changed();
        }
        else if (isFirstFailure && LastGood is not null)
        {
            logger.NameKeptAsItWas(SafeText.Of(hostName));
        }
        else if (isFirstFailure)
        {
            LogUnresolved();
        }
    }

    private (bool IsNew, bool IsFirstFailure) Take(IReadOnlyList<AddressPrefix>? found)
    {
        lock (_gate)
        {
            var isNew = found is not null && (LastGood is null || !found.ToHashSet().SetEquals(LastGood));
            LastGood = found ?? LastGood;
            _failures = found is null ? _failures + 1 : 0;
            _told &= found is null;
            WasAnswered = true;
            _finishedAt = clock.GetTimestamp();
            return (isNew, _failures == 1);
        }
    }
}
