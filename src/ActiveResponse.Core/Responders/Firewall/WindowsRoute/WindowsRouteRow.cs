using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>An active route of the IPv4 table.</summary>
/// <param name="Destination">Its destination.</param>
/// <param name="Gateway">Its gateway; null for on-link, which Windows translates.</param>
/// <param name="Interface">The address of the interface.</param>
internal readonly record struct WindowsRouteRow(AddressPrefix Destination, AddressPrefix? Gateway, AddressPrefix Interface);
