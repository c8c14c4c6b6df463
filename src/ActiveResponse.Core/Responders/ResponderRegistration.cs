using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>A responder of this host, with the executables of a configuration that mean it.</summary>
/// <param name="Responder">The responder. The engine disposes of it, and of the firewall backend behind it.</param>
/// <param name="Executables">The <c>&lt;executable&gt;</c> names bound to it, e.g. <see cref="StockNames.AddressBlocking"/>; its own name
/// always is. Default: none.</param>
/// <param name="IsDefaultFilter">Whether those of <see cref="StockNames.PacketFiltering"/> mean it that no other responder claims. Default:
/// no.</param>
public sealed record ResponderRegistration(
    IResponder Responder,
    ImmutableArray<string> Executables = default,
    bool IsDefaultFilter = false
);
