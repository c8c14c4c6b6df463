using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Limits the orders of one executable in progress, by number and total message size, so one hung script can't hold up
/// others.</summary>
/// <param name="mostOrders">The maximum number of orders of one executable.</param>
/// <param name="mostBytes">The maximum total size of their messages, in bytes.</param>
/// <param name="notify">Receives a message about refused orders.</param>
internal sealed class OrderRoom(int mostOrders, long mostBytes, Action<ExecdNote> notify)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Orders, long Bytes)> _underWay = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Reserves room for an order.</summary>
    /// <returns>Whether there was room; if not, that is reported.</returns>
    public bool TryEnter(string executable, int bytes)
    {
        long dropped;
        lock (_gate)
        {
            var (orders, size) = _underWay.GetValueOrDefault(executable);
            if (orders < mostOrders && size < mostBytes)
            {
                _underWay[executable] = (orders + 1, size + bytes);
                return true;
            }

            dropped = ++_dropped;
        }

        // The first are reported, then ever fewer.
        if (long.IsPow2(dropped))
        {
            notify(
                new ExecdNote(
                    null,
                    $"an order for '{SafeText.Of(executable)}' is dropped: too many wait already. Dropped "
                        + $"so far: {dropped}. Find out why it doesn't end."
                )
            );
        }

        return false;
    }

    public void Leave(string executable, int bytes)
    {
        lock (_gate)
        {
            var (orders, size) = _underWay[executable];
            if (orders == 1)
            {
                _underWay.Remove(executable);
                return;
            }

            _underWay[executable] = (orders - 1, size - bytes);
        }
    }
}
