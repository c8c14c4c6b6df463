using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>A rule of ours in the filter table.</summary>
/// <param name="Number">Where it stands, as <c>rmfilt</c> counts: from 1. A rule that goes, or comes before it, moves it.</param>
/// <param name="Source">Whose packets it denies.</param>
internal readonly record struct AixIpsecRule(int Number, AddressPrefix Source);
