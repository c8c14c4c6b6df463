using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>A responder of this host, with the executables of a configuration that mean it.</summary>
/// <param name="Responder">The responder.</param>
/// <param name="Executables">The <c>&lt;executable&gt;</c> names bound to it; its own name always is.</param>
/// <param name="IsDefaultFilter">Whether the stock names of packet filters mean it where no other responder claims them.</param>
internal sealed record ResponderRegistration(IResponder Responder, ImmutableArray<string> Executables, bool IsDefaultFilter = false);
