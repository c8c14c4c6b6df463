namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>A network interface, and the XDP program attached to it.</summary>
/// <param name="Index">Its number in its network namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsEthernet">Whether its packets have an Ethernet header.</param>
/// <param name="Program">The number of its program; 0 for none.</param>
/// <param name="IsNative">Whether the driver runs that program.</param>
internal sealed record XdpInterface(int Index, string Name, bool IsEthernet, uint Program, bool IsNative);
