using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Ipfilter;

/// <summary>How addresses are blocked with IP Filter.</summary>
public sealed record IpfilterOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>ipfilter</c>.</summary>
    public string Name { get; init; } = "ipfilter";

    /// <summary>Whether IPv6 is blocked too, by <c>ipf -6</c>; else it is refused. Only where IP Filter is built with IPv6. Default:
    /// no.</summary>
    public bool IPv6 { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() => new OptionsValidation(typeof(IpfilterOptions)).NotBlank(Name).ThrowIfAny();
}
