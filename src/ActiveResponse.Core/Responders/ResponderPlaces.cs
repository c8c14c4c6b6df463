using ActiveResponse.Planning;

namespace ActiveResponse.Responders;

/// <summary>Determines which responder a recorded effect belongs to: one of the same kind that acts in the same place.</summary>
internal static class ResponderPlaces
{
    /// <summary>The place of an order's effect, for the record.</summary>
    public static string PlaceFor(this IResponder responder, ResponseOrder order) =>
        responder is IPlaceNaming naming ? naming.PlaceFor(order) : EffectPlaces.NameOf(PlaceOf(responder));

    /// <summary>Whether a responder can revert the effects in a place.</summary>
    public static bool IsAt(this IResponder responder, string place) =>
        responder is IPlaceNaming naming ? naming.IsAt(place) : EffectPlaces.IsSame(place, EffectPlaces.NameOf(PlaceOf(responder)));

    /// <summary>Whether a responder holds an effect in at least one of its places.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="name">The recorded name of the responder.</param>
    /// <param name="recorded">The recorded places.</param>
    public static bool Holds(this IResponder responder, string name, string? recorded)
    {
        switch (recorded)
        {
            case null:
                // Recorded by an early version.
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

    /// <summary>The recorded places that a responder doesn't reach.</summary>
    public static IReadOnlyList<string> OutOfReach(this IResponder responder, string? recorded)
    {
        var places = EffectPlaces.Read(recorded);
        return places.All(responder.IsAt) ? [] : [.. places.Where(place => !responder.IsAt(place))];
    }

    private static string PlaceOf(IResponder responder) => (responder as IReversibleResponder)?.Place ?? responder.Name;
}
