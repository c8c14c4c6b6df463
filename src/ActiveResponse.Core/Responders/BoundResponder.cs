using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>The responder that carries out an order: found once, and carried with the order from then on.</summary>
/// <param name="Responder">The responder.</param>
/// <param name="IsRegistered">Whether it is a registered one; otherwise it runs a script, or stands for one that is gone.</param>
internal sealed record BoundResponder(IResponder Responder, bool IsRegistered)
{
    /// <summary>What planning needs to know of it for a command.</summary>
    public ResponderDescription Describe(CommandDefinition command) => new(Responder.Name, Responder.Needs, KeepsEffect(command));

    /// <summary>Whether the order's effect stays and can be reverted; otherwise the order is run for each alert and isn't
    /// recorded.</summary>
    /// <remarks>A script can be reverted only if its command allows a timeout: this is OSSEC's way to declare that it supports
    /// <c>delete</c>.</remarks>
    public bool KeepsEffect(CommandDefinition command) => Responder is IReversibleResponder && (IsRegistered || command.TimeoutAllowed);

    /// <summary>Determines the same for one order: a script without a timeout is run for each alert, as execd does, unless the order was
    /// given by hand.</summary>
    public bool KeepsEffect(ResponseOrder order) =>
        KeepsEffect(order.Command) && (IsRegistered || order.Timeout != TimeSpan.Zero || order.IsByHand);
}
