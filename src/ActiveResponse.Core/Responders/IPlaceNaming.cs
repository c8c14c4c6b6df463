using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder whose place depends on the order, or that has several places.</summary>
/// <remarks>Only a responder of the same name and place reverts an effect; where it is missing, the effect stays on record.</remarks>
public interface IPlaceNaming : IReversibleResponder
{
    /// <summary>Where the effect of an order will be, as it is put on record before the act.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The name of a place, made by <see cref="EffectPlaces.NameOf"/>.</returns>
    string PlaceFor(ResponseOrder order);

    /// <summary>Whether it can revert what is in a place.</summary>
    /// <param name="place">The place as it is on record.</param>
    bool IsAt(string place);
}
