using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Replaces a responder that is gone while its effect is still in place: every attempt fails, is reported and retried.</summary>
internal sealed record MissingResponder(string Name, string? Place) : IReversibleResponder
{
    public ResponderNeeds Needs => ResponderNeeds.Nothing;

    string IReversibleResponder.Place => Place ?? Name;

    /// <summary>Returns the remedy for an effect that no responder reaches.</summary>
    public static string Remedy(string name, string? place) =>
        EffectPlaces.Describe(place) is { } where
            ? $"it was put in place by '{name}' in {where}, which nothing on this host reaches any more; bring that responder back, or undo the effect by hand"
            : $"nothing on this host is called '{name}' any more; put it back, or undo the effect by hand";

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Gone());

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Gone());

    private ResponderResult Gone() => ResponderResult.Failed(Remedy(Name, Place));
}
