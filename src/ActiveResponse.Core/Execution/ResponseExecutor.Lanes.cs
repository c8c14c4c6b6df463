using ActiveResponse.Planning;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.Execution;

internal sealed partial class ResponseExecutor
{
    // Only the responder that applied an effect, in its place, reverts it.
    private IResponder HolderOf(EffectRecord effect) =>
        _binding.HolderOf(effect.Order.Responder, effect.Order.Command, effect.Place)
        ?? new MissingResponder(effect.Key.Responder, effect.Place);

    private ResponderLane LaneOf(IResponder responder)
    {
        var name = LaneNameOf(responder);
        var lane = _lanes.TryGetValue(name, out var known) ? known.Value : NewLane(name, responder);

        // A script may have been bound anew.
        lane.Rebind(responder);
        return lane;
    }

    // A script and a built-in responder can share a name, but must not share work.
    private string LaneNameOf(IResponder responder)
    {
        if (responder is MissingResponder missing)
        {
            return $"missing {missing.Place}";
        }

        return _binding.FindByName(responder.Name) == responder ? responder.Name : $"script {responder.Name}";
    }

    private ResponderLane NewLane(string name, IResponder responder) =>
        _lanes.GetOrAdd(name, _ => new Lazy<ResponderLane>(() => new ResponderLane(responder, _options, _processor, _clock))).Value;
}
