using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder whose orders don't always identify their effect by subject: it is asked for each order, and names the effect itself
/// if it can.</summary>
internal interface INamingResponder : IReversibleResponder
{
    /// <summary>Whether an order may be for another effect than the last one for the same subject.</summary>
    bool MustBeAsked(ResponseOrder order);

    /// <summary>Registers an effect that an earlier process recorded.</summary>
    void Remember(ActionKey effect);
}
