using ActiveResponse.Responders;

namespace ActiveResponse.Execution;

/// <summary>Records our entry that was found in place, with its end.</summary>
internal sealed class AdoptItem(IResponder responder, FoundEffect found) : FoundItem(responder, found);
