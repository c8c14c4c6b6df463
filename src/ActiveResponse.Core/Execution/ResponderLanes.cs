using System.Collections.Concurrent;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>A lane for each responder with work.</summary>
internal sealed class ResponderLanes(ResponderBinding binding, IWorkProcessor processor, ExecutionOptions options, TimeProvider clock)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ResponderLane>> _lanes = new(StringComparer.Ordinal);

    /// <summary>Returns the lane of a responder.</summary>
    public ResponderLane Of(IResponder responder) =>
        Of(new BoundResponder(responder, IsRegistered: binding.FindByName(responder.Name) == responder));

    /// <summary>Returns the lane of an order's responder.</summary>
    public ResponderLane Of(BoundResponder bound)
    {
        var responder = bound.Responder;
        var name = NameOf(bound);
        var lane = _lanes.TryGetValue(name, out var known) ? known.Value : NewLane(name, responder);

        // A script may have been bound anew.
        lane.Rebind(responder);
        return lane;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
        {
            await lane.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A script and a built-in responder can share a name, but must not share work.
    private static string NameOf(BoundResponder bound)
    {
        if (bound.Responder is MissingResponder missing)
        {
            return $"missing {missing.Place}";
        }

        return bound.IsRegistered ? bound.Responder.Name : $"script {bound.Responder.Name}";
    }

    private ResponderLane NewLane(string name, IResponder responder) =>
        _lanes.GetOrAdd(name, _ => new Lazy<ResponderLane>(() => new ResponderLane(responder, options, processor, clock))).Value;
}
