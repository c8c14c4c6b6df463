using System.Globalization;
using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Receiving;

/// <summary>
/// The time of issue of the newest message accepted on each subject: an older one that arrives later was held back or replayed.
/// </summary>
internal sealed class LatestMessages(TimeProvider clock)
{
    private const int PruneEvery = 4096;

    // All of them are written with each new lift.
    private const int MostLifts = 500;

    private readonly Dictionary<(FleetTarget Target, string Key), (DateTimeOffset Issued, DateTimeOffset? Expires)> _latest = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<(FleetTarget Target, string Key), (DateTimeOffset Issued, DateTimeOffset? Expires)> _lifts = [];

    // Lifts that an earlier run recorded, but may have been killed before it carried them out.
    private readonly HashSet<(FleetTarget Target, string Key)> _maybeUndone = [];
    private int _untilPrune = PruneEvery;

    /// <summary>Records a message; false if a newer one or the same arrived before it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isSame">Whether it is the same message, which is carried out again only if an earlier run may have been killed before
    /// it finished.</param>
    public bool TryAdd(FleetMessage message, out bool isSame)
    {
        lock (_gate)
        {
            var key = (message.Target, message.Key);
            isSame = false;
            if (_latest.TryGetValue(key, out var known) && known.Issued >= message.Issued)
            {
                isSame = known.Issued == message.Issued;
                return isSame && _maybeUndone.Remove(key);
            }

            _maybeUndone.Remove(key);
            _latest[key] = (message.Issued, message.Expires);
            if (message.Verb is MessageVerb.Lift or MessageVerb.Disallow)
            {
                _lifts[key] = (message.Issued, message.Expires);
            }

            Prune();
            return true;
        }
    }

    /// <summary>
    /// Formats the latest lifts that haven't expired, so that a lifted order can't be replayed after a restart either.
    /// </summary>
    public string WriteLifts()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var (key, _) in _lifts.Where(lift => lift.Value.Expires <= now).ToList())
            {
                _lifts.Remove(key);
            }

            return string.Join(
                ';',
                _lifts
                    .OrderByDescending(static lift => lift.Value.Issued)
                    .Take(MostLifts)
                    .Select(static lift => LineOf(lift.Key, lift.Value))
            );
        }
    }

    private static string LineOf((FleetTarget Target, string Key) key, (DateTimeOffset Issued, DateTimeOffset? Expires) lift) =>
        $"{key.Target}/{key.Key}/{lift.Issued.ToUnixTimeMilliseconds()}/{lift.Expires?.ToUnixTimeMilliseconds()}";

    /// <summary>Restores the lifts written by an earlier run, and skips what is invalid.</summary>
    public void ReadLifts(string? text)
    {
        lock (_gate)
        {
            foreach (var line in text?.Split(';') ?? [])
            {
                if (
                    line.Split('/') is [var name, var key, var issued, var expires]
                    && FleetTarget.TryParse(name, out var target)
                    && TimeOf(issued) is { } time
                )
                {
                    _lifts[(target, key)] = _latest[(target, key)] = (time, TimeOf(expires));
                    _maybeUndone.Add((target, key));
                }
            }
        }
    }

    private static DateTimeOffset? TimeOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;

    private void Prune()
    {
        if (--_untilPrune > 0)
        {
            return;
        }

        _untilPrune = PruneEvery;
        var now = clock.GetUtcNow();
        foreach (var (key, known) in _latest)
        {
            if (known.Expires <= now)
            {
                _latest.Remove(key);
            }
        }
    }
}
