using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>Which responder an effect on record belongs to: one of the same kind that acts in the same place, and no other.</summary>
internal static class ResponderPlaces
{
    /// <summary>Where the effect of an order will be, as it is put on record.</summary>
    public static string PlaceFor(this IResponder responder, ResponseOrder order) =>
        responder is IPlaceNaming naming ? naming.PlaceFor(order) : EffectPlaces.NameOf(PlaceOf(responder));

    /// <summary>Whether a responder can take back what is in a place.</summary>
    public static bool IsAt(this IResponder responder, string place) =>
        responder is IPlaceNaming naming ? naming.IsAt(place) : EffectPlaces.IsSame(place, EffectPlaces.NameOf(PlaceOf(responder)));

    /// <summary>Whether a responder holds an effect, in one of its places at least.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="name">The name of the responder on record.</param>
    /// <param name="recorded">The places on record.</param>
    public static bool Holds(this IResponder responder, string name, string? recorded)
    {
        switch (recorded)
        {
            case null:
                // Of an early version.
                return responder.Name == name;
            case EffectPlaces.AnyFirewall:
                return responder is IPlacedResponder;
            default:
                var places = EffectPlaces.Read(recorded);
                for (var i = 0; i < places.Count; i++)
                {
                    if (responder.IsAt(places[i]))
                    {
                        return true;
                    }
                }

                return false;
        }
    }

    /// <summary>The places on record that a responder doesn't reach.</summary>
    public static IReadOnlyList<string> OutOfReach(this IResponder responder, string? recorded)
    {
        var places = EffectPlaces.Read(recorded);
        return places.All(responder.IsAt) ? [] : [.. places.Where(place => !responder.IsAt(place))];
    }

    private static string PlaceOf(IResponder responder) => (responder as IReversibleResponder)?.Place ?? responder.Name;
}
