using ActiveResponse.Responders;

namespace ActiveResponse.Reconciliation;

/// <summary>Recorded places of effects by responder; many effects share few places.</summary>
internal sealed class RecordedPlaces
{
    private readonly Dictionary<(IResponder Responder, string? Place), IReadOnlyList<string>> _places = [];

    /// <summary>Responders with records that name no place: all of their places must be read.</summary>
    public IEnumerable<IResponder> WithoutNames =>
        _places.Where(static pair => pair.Value.Count == 0).Select(static pair => pair.Key.Responder).Distinct();

    /// <summary>Adds an effect's place, in the responder's own words.</summary>
    public void Add(IResponder responder, string? place)
    {
        if (!_places.ContainsKey((responder, place)))
        {
            _places.Add((responder, place), responder is IPlacedResponder placed ? placed.PlacesOf(place) : []);
        }
    }

    /// <summary>Returns the places of a responder that its records name.</summary>
    public HashSet<string> NamedOf(IResponder responder) =>
        _places.Where(pair => pair.Key.Responder == responder).SelectMany(static pair => pair.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether an added record names places that can be read individually.</summary>
    public bool AreNamed(IResponder responder, string? place) => _places.GetValueOrDefault((responder, place)) is { Count: > 0 };
}
