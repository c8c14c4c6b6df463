using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>A responder of this host, with the executables bound to it.</summary>
/// <param name="Responder">The responder. The engine disposes it and the firewall backend behind it.</param>
/// <param name="Executables">The <c>&lt;executable&gt;</c> names bound to it besides its own, e.g.
/// <see cref="StockNames.AddressBlocking"/>. Default: none.</param>
/// <param name="IsDefaultFilter">Whether it takes the names of <see cref="StockNames.PacketFiltering"/> that no other responder claims.
/// Default: no.</param>
public sealed record ResponderRegistration(
    IResponder Responder,
    ImmutableArray<string> Executables = default,
    bool IsDefaultFilter = false
);
