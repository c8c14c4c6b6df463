using ActiveResponse.Configuration;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>One of our rules in the filter table.</summary>
/// <param name="Number">Its position, from 1 as for <c>rmfilt</c>. It changes when rules before it come or go.</param>
/// <param name="Source">The sender whose packets it denies.</param>
internal readonly record struct AixIpsecRule(int Number, AddressPrefix Source);
