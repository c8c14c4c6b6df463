using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Ipfilter;

/// <summary>Options for IP Filter.</summary>
public sealed record IpfilterOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>ipfilter</c>.</summary>
    public string Name { get; init; } = "ipfilter";

    /// <summary>Whether IPv6 is blocked too, by <c>ipf -6</c>; otherwise it is refused. Needs IP Filter built with IPv6. Default:
    /// no.</summary>
    public bool IPv6 { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() => new OptionsValidation(typeof(IpfilterOptions)).NotBlank(Name).ThrowIfAny();
}
