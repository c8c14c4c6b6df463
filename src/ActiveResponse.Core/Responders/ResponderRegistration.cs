using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>A responder of this host, with the executables of a configuration that mean it.</summary>
/// <param name="Responder">The responder.</param>
/// <param name="Executables">The <c>&lt;executable&gt;</c> names bound to it; its own name always is.</param>
internal sealed record ResponderRegistration(IResponder Responder, ImmutableArray<string> Executables);
