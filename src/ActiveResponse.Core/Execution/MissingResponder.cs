using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Stands in for a responder that is gone while an effect of it is still in place: every try fails, is reported, and is made again.</summary>
internal sealed class MissingResponder(string name) : IReversibleResponder
{
    public string Name => name;

    public ResponderNeeds Needs => ResponderNeeds.Nothing;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Gone());

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Gone());

    private ResponderResult Gone() => ResponderResult.Failed($"nothing on this host is called '{name}' any more; put it back, or undo the effect by hand");
}
