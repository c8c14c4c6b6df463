namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>firewall-cmd can't be run, or won't do it; the message says why and what helps.</summary>
internal sealed class FirewalldException(string message) : IOException(message);
