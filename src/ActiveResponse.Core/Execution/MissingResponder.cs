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
            ? $"'{name}' applied it in {where}, which no responder of this host reaches; restore that responder, or undo the effect by hand"
            : $"this host no longer has a responder '{name}'; restore it, or undo the effect by hand";

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Gone());

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Gone());

    private ResponderResult Gone() => ResponderResult.Failed(Remedy(Name, Place));
}
