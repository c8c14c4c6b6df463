namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>iptables or ipset can't be run, or won't do it; the message says why and what helps.</summary>
internal sealed class IptablesException(string message) : IOException(message);
