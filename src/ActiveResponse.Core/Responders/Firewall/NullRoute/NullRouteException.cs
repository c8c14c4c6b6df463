namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>ip can't be run, or won't do it; the message says why and what helps.</summary>
internal sealed class NullRouteException(string message) : IOException(message);
