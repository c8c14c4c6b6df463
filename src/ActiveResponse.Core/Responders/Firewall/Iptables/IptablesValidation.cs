using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Validates what the options of iptables and ipset share.</summary>
internal static class IptablesValidation
{
    public static OptionsValidation Iptables(this OptionsValidation validation, IptablesPlace place) =>
        validation
            .Form(
                place.Chain,
                IptablesPlace.IsChain,
                "a letter, then letters, digits, '_' and '-', at most 24 characters and no name of iptables' own,"
            )
            .Defined(place.Refusal)
            .Defined(place.Variant)
            .Range(place.Wait, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
            .Require(place.Wait.Ticks % TimeSpan.TicksPerSecond == 0, "Wait must be whole seconds")
            .FilePath(place.LockFile);
}
