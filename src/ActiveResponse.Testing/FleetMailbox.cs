using ActiveResponse.Dispatch;
using ActiveResponse.Planning;

namespace ActiveResponse.Testing;

/// <summary>Keeps orders for hosts that are away; each until its block would have ended.</summary>
internal sealed class FleetMailbox(TimeProvider clock) : IDisposable
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly List<KeptOrder> _kept = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _kept.Count;
            }
        }
    }

    public DispatchTarget Keep(FleetHost sender, FleetHost host, ResponseOrder order)
    {
        DateTimeOffset? end = order.Timeout == TimeSpan.Zero ? null : clock.GetUtcNow() + order.Timeout;
        var kept = new KeptOrder(sender, host, order, end);
        lock (_gate)
        {
            if (_kept.Count >= Capacity)
            {
                return new DispatchTarget(host.Name, DispatchStatus.Away, $"it can't be reached, and {Capacity} orders are kept already");
            }

            _kept.Add(kept);
            kept.Timer = end is null ? null : clock.CreateTimer(_ => Expire(kept), null, order.Timeout, Timeout.InfiniteTimeSpan);
        }

        return new DispatchTarget(
            host.Name,
            DispatchStatus.Queued,
            end is null ? "it is away; kept until it is back" : $"it is away; kept until {end:yyyy-MM-ddTHH:mm:ssZ}"
        );
    }

    /// <summary>Everything that is kept for a host, in the order it was sent.</summary>
    public IReadOnlyList<KeptOrder> Take(FleetHost host)
    {
        lock (_gate)
        {
            var taken = _kept.FindAll(kept => kept.Host == host);
            _kept.RemoveAll(kept => kept.Host == host);
            taken.ForEach(static kept => kept.Timer?.Dispose());
            return taken;
        }
    }

    public static DispatchTarget Expired(FleetHost host) =>
        new(host.Name, DispatchStatus.Expired, "it was away until the block would have ended");

    public void Dispose()
    {
        lock (_gate)
        {
            _kept.ForEach(static kept => kept.Timer?.Dispose());
            _kept.Clear();
        }
    }

    private void Expire(KeptOrder kept)
    {
        lock (_gate)
        {
            if (!_kept.Remove(kept))
            {
                return;
            }
        }

        kept.Timer?.Dispose();
        kept.Sender.Engine.ReportSent(kept.Order, Expired(kept.Host));
    }

    /// <summary>One order that waits for its host.</summary>
    internal sealed class KeptOrder(FleetHost sender, FleetHost host, ResponseOrder order, DateTimeOffset? end)
    {
        public FleetHost Sender { get; } = sender;

        public FleetHost Host { get; } = host;

        public ResponseOrder Order { get; } = order;

        public DateTimeOffset? End { get; } = end;

        public ITimer? Timer { get; set; }
    }
}
