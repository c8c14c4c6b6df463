using System.Net.Sockets;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.WindowsRoute;

/// <summary>Options for null routes of Windows.</summary>
public sealed record WindowsRouteOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>windows-route</c>.</summary>
    public string Name { get; init; } = "windows-route";

    /// <summary>The gateway of the routes: an IPv4 address that accepts no packets. Default: <c>0.0.0.0</c>, as in OSSEC: Windows looks for
    /// the address on the link, where nobody answers.</summary>
    public string Gateway { get; init; } = "0.0.0.0";

    /// <summary>The metric of the routes, 1 to 9999; null (the default) leaves it to Windows.</summary>
    public int? Metric { get; init; }

    /// <summary>The gateway as an address; valid after <see cref="Validate"/>.</summary>
    internal AddressPrefix GatewayAddress => AddressPrefix.From(System.Net.IPAddress.Parse(Gateway));

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(WindowsRouteOptions))
            .NotBlank(Name)
            .Require(Metric is null or (>= 1 and <= 9999), $"Metric must be 1 to 9999 but is {Metric}")
            .Form(Gateway, IsGateway, "an IPv4 address")
            .ThrowIfAny();

    private static bool IsGateway(string text) =>
        AddressPrefix.TryParse(text, out var gateway)
        && gateway.IsSingleAddress
        && gateway.Address.AddressFamily == AddressFamily.InterNetwork;
}
