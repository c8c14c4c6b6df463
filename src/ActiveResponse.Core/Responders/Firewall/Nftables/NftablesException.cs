namespace ActiveResponse.Responders.Firewall.Nftables;

/// <summary>nft can't be run, or won't do it; the message says why and what helps.</summary>
internal sealed class NftablesException(string message) : IOException(message);
