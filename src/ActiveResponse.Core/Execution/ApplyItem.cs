using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Applies an order.</summary>
internal abstract class ApplyItem(ActionKey key, ResponseOrder order) : WorkItem(key)
{
    public override ActionVerb Verb => ActionVerb.Apply;

    public override ResponseOrder ReportedOrder => Given.Order;

    /// <summary>Order to apply.</summary>
    public ResponseOrder Order => order;

    /// <summary>The order as given; another one if it was moved to another effect.</summary>
    public abstract GivenItem Given { get; }

    /// <summary>Whether its effect stays and is remembered; if not, it runs for each order and is forgotten.</summary>
    public bool KeepsEffect => Given.IsKept;

    /// <summary>Whether its responder has yet to name the effect.</summary>
    public abstract bool IsUnnamed { get; }

    /// <summary>Whether it waits for the effect named by its responder, not for its own.</summary>
    public abstract bool IsMoved { get; }

    /// <summary>How often it was moved to the effect named by its responder.</summary>
    public abstract int Moves { get; }

    /// <summary>Returns the same order for another effect, to which it belongs.</summary>
    public MovedItem MovedTo(ActionKey effect) => new(Given, effect, Order with { Subject = effect.Subject }, Moves + 1);

    /// <summary>Returns the order as given, for another attempt.</summary>
    public MovedItem MovedBack() => new(Given, Given.Key, Given.Order, Moves);

    public override void Complete(ExecutedAction action) => Given.Complete(action);

    public override void Abandon(ExecutedAction action) => Given.Abandon(action);
}
