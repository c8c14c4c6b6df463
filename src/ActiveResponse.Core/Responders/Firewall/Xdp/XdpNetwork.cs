namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Runs work on a thread of the network namespace whose interfaces it concerns.</summary>
/// <param name="work">The work, which must run before it returns.</param>
internal delegate void XdpNetwork(Action work);
