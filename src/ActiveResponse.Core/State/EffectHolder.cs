using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>One response that wants an effect to stay.</summary>
/// <param name="ResponseName">The response, e.g. <c>firewall-drop600</c>.</param>
/// <param name="Until">Until when; null means until lifted.</param>
/// <param name="Offense">The offense of the subject that set this end, from 1; 0 when given by hand or not counted.</param>
/// <param name="Origin">The alert that set this end.</param>
public sealed record EffectHolder(string ResponseName, DateTimeOffset? Until, int Offense, ResponseOrigin Origin);
