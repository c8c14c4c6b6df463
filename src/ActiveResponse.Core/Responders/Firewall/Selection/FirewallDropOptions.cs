using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>How <c>firewall-drop</c> selects this host's firewall.</summary>
public sealed record FirewallDropOptions
{
    /// <summary>The responder's name, to which <c>&lt;executable&gt;</c> refers. Not empty. Default: <c>firewall-drop</c>.</summary>
    public string Name { get; init; } = "firewall-drop";

    /// <summary>The names of the firewalls for new blocks, best first (e.g. <c>nftables</c>). Default: empty, for those added by the host,
    /// then the built-in ones of its system. Blocks made by an earlier selection are found and lifted all the same.</summary>
    public ImmutableArray<string> Use { get; init; } = [];

    /// <summary>The names of this system's built-in firewalls, best first; the last ones are used only by name.</summary>
    public static ImmutableArray<string> Known { get; } =
    [.. StockFirewalls.NamesOf(HostSystems.Current), .. StockFirewalls.ByNameOnly(HostSystems.Current)];

    /// <summary>Those of <see cref="Known"/> that are never selected by themselves.</summary>
    public static ImmutableArray<string> ByNameOnly { get; } = StockFirewalls.ByNameOnly(HostSystems.Current);

    /// <summary>How long a probe of a firewall may take. 1 s – 5 min. Default: 15 s.</summary>
    public TimeSpan ProbeDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one firewall may take for a batch before the next one is tried. 1 s – 1 h, and shorter than a responder's
    /// deadline, or the next one gets no turn. Default: 20 s.</summary>
    public TimeSpan BatchDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an unusable firewall is left alone before the next probe. 1 s – 1 day. Default: 1 min.</summary>
    public TimeSpan ProbeAgainAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(FirewallDropOptions))
            .NotBlank(Name)
            .Range(ProbeDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
            .Range(BatchDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(ProbeAgainAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
            .Require(!Use.IsDefault && !Use.Any(string.IsNullOrWhiteSpace), "Use must name firewalls, or be empty to have one chosen")
            .ThrowIfAny();
}
