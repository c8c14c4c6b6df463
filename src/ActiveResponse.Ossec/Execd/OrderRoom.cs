using ActiveResponse.Diagnostics;

namespace ActiveResponse.Ossec.Execd;

/// <summary>How many orders of one executable are under way, by number and by the bytes of their messages: what one hung script has waiting
/// must hold up no other.</summary>
/// <param name="mostOrders">So many orders of one executable.</param>
/// <param name="mostBytes">So many bytes of messages of one executable.</param>
/// <param name="tell">Is told of what finds no room.</param>
internal sealed class OrderRoom(int mostOrders, long mostBytes, Action<ExecdNote> tell)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Orders, long Bytes)> _underWay = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Takes room for an order.</summary>
    /// <returns>Whether there was any; if not, that has been told.</returns>
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

        // Told are the first of them, and then ever fewer.
        if (long.IsPow2(dropped))
        {
            tell(
                new ExecdNote(
                    null,
                    $"an order for '{SafeText.Of(executable)}' is dropped: as many as may wait for it wait already. Dropped "
                        + $"so far: {dropped}. See why it doesn't end."
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
