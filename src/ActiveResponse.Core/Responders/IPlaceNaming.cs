using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>A responder whose place depends on the order, or that has several places.</summary>
/// <remarks>Only a responder of the same name and place reverts an effect; where it is missing, the effect stays on record.</remarks>
public interface IPlaceNaming : IReversibleResponder
{
    /// <summary>The place of an order's effect, recorded before the order is applied.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The name of a place, made by <see cref="EffectPlaces.NameOf"/>.</returns>
    string PlaceFor(ResponseOrder order);

    /// <summary>Whether it can revert the effects in a place.</summary>
    /// <param name="place">The recorded place.</param>
    bool IsAt(string place);
}
