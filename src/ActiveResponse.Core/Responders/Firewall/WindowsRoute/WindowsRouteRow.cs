using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>An active route of the IPv4 table.</summary>
/// <param name="Destination">Where it leads.</param>
/// <param name="Gateway">By what; null: on the link, which Windows says in the words of its language.</param>
/// <param name="Interface">The address of the interface.</param>
internal readonly record struct WindowsRouteRow(AddressPrefix Destination, AddressPrefix? Gateway, AddressPrefix Interface);
