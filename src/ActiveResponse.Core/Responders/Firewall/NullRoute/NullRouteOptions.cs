using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.NullRoute;

/// <summary>Options for null routes.</summary>
public sealed record NullRouteOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>route-null</c>, as in OSSEC and Wazuh.</summary>
    public string Name { get; init; } = "route-null";

    /// <summary>The routing protocol number that marks our routes, which nothing else on this host may use. 5 to 254. Default: 155, which
    /// no known routing daemon uses.</summary>
    public int Protocol { get; init; } = 155;

    /// <summary>The metric of our routes: of two routes to a network, the one with the lower metric counts. 0 to 2,147,483,647. Default: 0,
    /// the lowest; IPv6 has no 0 and gets 1.</summary>
    public int Metric { get; init; }

    /// <summary>The routing table, 1 to 2,147,483,647 except 255, the local one. Default: 254, the main one.</summary>
    public int Table { get; init; } = 254;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(NullRouteOptions))
            .NotBlank(Name)
            .Range(Protocol, 5, 254)
            .AtLeast(Metric, 0)
            .AtLeast(Table, 1)
            .Require(Table != 255, "Table must not be 255, the kernel's table of local addresses")
            .ThrowIfAny();
}
