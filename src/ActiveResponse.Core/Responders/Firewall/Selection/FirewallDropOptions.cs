using System.Collections.Immutable;
using ActiveResponse.Diagnostics;
using ActiveResponse.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Responders.Firewall.Selection;

/// <summary>How <c>firewall-drop</c> finds the firewall of this host.</summary>
public sealed record FirewallDropOptions
{
    /// <summary>The name of the responder, which <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>firewall-drop</c>.</summary>
    public string Name { get; init; } = "firewall-drop";

    /// <summary>
    /// The firewalls that new blocks may go to, best first, by name (e.g. <c>nftables</c>). Default: empty, for those the host has added
    /// and then the built-in ones of its system, best first. What an earlier choice has put in place is found and taken back all the same.
    /// </summary>
    public ImmutableArray<string> Use { get; init; } = [];

    /// <summary>The built-in firewalls of this system by name, best first; the last may be one that is used only if named.</summary>
    public static ImmutableArray<string> Known { get; } =
    [.. StockFirewalls.NamesOf(HostSystems.Current), .. StockFirewalls.ByNameOnly(HostSystems.Current)];

    /// <summary>How long a look at whether a firewall can be used may take. 1 s – 5 min. Default: 15 s.</summary>
    public TimeSpan ProbeDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long one firewall may take for a batch before the next one is tried. 1 s – 1 h, and shorter than the deadline of a responder, or
    /// the next one gets no turn. Default: 20 s.
    /// </summary>
    public TimeSpan BatchDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a firewall that can't be used is left alone before it is looked at again. 1 s – 1 day. Default: 1 min.</summary>
    public TimeSpan ProbeAgainAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(FirewallDropOptions))
            .NotBlank(Name)
            .Range(ProbeDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
            .Range(BatchDeadline, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(ProbeAgainAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
            .Require(!Use.IsDefault && !Use.Any(string.IsNullOrWhiteSpace), "Use must name firewalls, or be empty to have one chosen")
            .ThrowIfAny();
}
