using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder whose place depends on the order, or that is at home in several.</summary>
internal interface IPlaceNaming : IReversibleResponder
{
    /// <summary>Where the effect of an order will be, as it is put on record before the act.</summary>
    string PlaceFor(ResponseOrder order);

    /// <summary>Whether it can take back what is in a place.</summary>
    bool IsAt(string place);
}
