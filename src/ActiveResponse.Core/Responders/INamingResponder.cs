using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder of which the subject of an order doesn't always say which effect it is for: it is asked with each order, and says
/// it itself if it can.</summary>
internal interface INamingResponder : IReversibleResponder
{
    /// <summary>Whether an order may be for another effect than the last one for the same subject.</summary>
    bool MustBeAsked(ResponseOrder order);

    /// <summary>Learns of an effect that an earlier process has put on record.</summary>
    void Remember(ActionKey effect);
}
