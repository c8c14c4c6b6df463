using ActiveResponse.Execution;

namespace ActiveResponse;

/// <summary>Brings orders that other hosts have sent to the engine, from a source with positions of its own. For transports.</summary>
/// <remarks>
/// A position is stored with the records that the orders before it led to, and never ahead of them: after a crash none is skipped, and
/// those since the last
/// stored position come again. Made by <see cref="ActiveResponseEngine.OrdersFrom"/>.
/// </remarks>
public sealed class OrderIntake
{
    private readonly ActiveResponseEngine _engine;
    private readonly IntakePositions _positions;
    private readonly IntakeProgress? _progress;
    private readonly string _name;

    internal OrderIntake(string name, ActiveResponseEngine engine, IntakePositions positions)
    {
        (_name, _engine, _positions) = (name, engine, positions);
        _progress = positions.Of(name);
    }

    /// <summary>Whether positions outlive the process. Without a durable store each run begins anew.</summary>
    public bool IsDurable => _progress is not null;

    /// <summary>The position an earlier run came to, or null.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask<string?> FindPositionAsync(CancellationToken cancellationToken = default) =>
        _positions.FindAsync(_name, cancellationToken);

    /// <summary>
    /// Begins with an order, in the order in which orders come in. It must be carried out, lifted or skipped, or no later position is
    /// ever stored.
    /// </summary>
    /// <param name="position">Where to go on after it; up to 64,000 characters.</param>
    public OrderDelivery Begin(string position)
    {
        ArgumentException.ThrowIfNullOrEmpty(position);
        return new OrderDelivery(_engine, _progress?.Begin(position));
    }

    /// <summary>Stores a position that nothing is to be recorded for, within a second or so.</summary>
    /// <param name="position">Where to go on.</param>
    public void Pass(string position)
    {
        ArgumentException.ThrowIfNullOrEmpty(position);
        _progress?.Pass(position);
    }
}
