namespace ActiveResponse.Responders.Firewall.SharedPlaces;

/// <summary>The packet filter can't be asked, or isn't set up; the message says why and what helps.</summary>
internal sealed class PacketFilterException(string message) : IOException(message);
