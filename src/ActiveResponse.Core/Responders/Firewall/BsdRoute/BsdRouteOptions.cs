using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.BsdRoute;

/// <summary>Options for null routes of BSD systems.</summary>
public sealed record BsdRouteOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>route-null</c>.</summary>
    public string Name { get; init; } = "route-null";

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() => new OptionsValidation(typeof(BsdRouteOptions)).NotBlank(Name).ThrowIfAny();
}
