using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>Response that holds an effect.</summary>
/// <param name="ResponseName">The response, e.g. <c>firewall-drop600</c>.</param>
/// <param name="Until">Its end; null means until lifted.</param>
/// <param name="Offense">The subject's offense that set this end, from 1; 0 if given by hand or not counted.</param>
/// <param name="Origin">The alert that set this end.</param>
public sealed record EffectHolder(string ResponseName, DateTimeOffset? Until, int Offense, ResponseOrigin Origin);
