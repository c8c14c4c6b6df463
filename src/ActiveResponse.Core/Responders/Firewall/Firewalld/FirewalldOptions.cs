using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>Options for rich rules of firewalld.</summary>
public sealed record FirewalldOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>firewalld-drop</c>, as in OSSEC.</summary>
    public string Name { get; init; } = "firewalld-drop";

    /// <summary>The zone that blocks apply to: letters, digits, <c>-</c> and <c>_</c>, 17 at most. Default: null, firewalld's default zone
    /// at the time of the block; the zone is recorded, and the block is lifted there even if the default changes.</summary>
    public string? Zone { get; init; }

    /// <summary>How packets from a blocked address are refused. Default: dropped.</summary>
    public FirewalldRefusal Refusal { get; init; } = FirewalldRefusal.Drop;

    /// <summary>Whether each rule is added to the permanent configuration too, so it survives a reload of firewalld. Default: no.</summary>
    public bool Permanent { get; init; }

    /// <summary>How requests reach firewalld. Default: over D-Bus, where possible.</summary>
    public FirewalldTransport Transport { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(FirewalldOptions))
            .NotBlank(Name)
            .Require(Zone is null || IsZone(Zone), ZoneRequirement(Zone))
            .Defined(Refusal)
            .Defined(Transport)
            .ThrowIfAny();

    internal static string ZoneRequirement(string? zone) =>
        $"Zone must be letters, digits, '-' and '_', at most 17 characters, but is '{SafeText.Of(zone)}'";

    /// <summary>Whether a text is a valid zone name: letters, digits, <c>-</c> and <c>_</c>, 17 at most.</summary>
    /// <param name="zone">The text.</param>
    public static bool IsZone(string zone) =>
        zone.Length is > 0 and <= 17
        && char.IsAsciiLetterOrDigit(zone[0])
        && zone.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
