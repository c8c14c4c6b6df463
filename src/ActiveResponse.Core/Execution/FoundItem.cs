using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Handles our entry that was found in place without a record.</summary>
internal abstract class FoundItem(IResponder responder, FoundEffect found) : CheckItem(new ActionKey(responder.Name, found.Subject))
{
    public FoundEffect Found => found;
}
