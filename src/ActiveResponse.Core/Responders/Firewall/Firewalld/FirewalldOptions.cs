using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Firewalld;

/// <summary>How addresses are blocked with rich rules of firewalld.</summary>
public sealed record FirewalldOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>firewalld-drop</c>, as in OSSEC.</summary>
    public string Name { get; init; } = "firewalld-drop";

    /// <summary>
    /// The zone that blocks apply to: letters, digits, <c>-</c> and <c>_</c>, 17 at most. Default: null, the zone that is firewalld's
    /// default when a block is applied; the zone goes on record, and the block is lifted there after the default has changed.
    /// </summary>
    public string? Zone { get; init; }

    /// <summary>What becomes of a packet from a blocked address. Default: it is dropped.</summary>
    public FirewalldRefusal Refusal { get; init; } = FirewalldRefusal.Drop;

    /// <summary>Whether each rule is put into the permanent configuration too, so that it outlives a reload of firewalld. Default:
    /// no.</summary>
    public bool Permanent { get; init; }

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(FirewalldOptions))
            .NotBlank(Name)
            .Require(Zone is null || IsZone(Zone), ZoneRequirement(Zone))
            .Defined(Refusal)
            .ThrowIfAny();

    internal static string ZoneRequirement(string? zone) =>
        $"Zone must be letters, digits, '-' and '_', at most 17 characters, but is '{SafeText.Of(zone)}'";

    /// <summary>Whether a text can name a zone: letters, digits, <c>-</c> and <c>_</c>, 17 at most.</summary>
    /// <param name="zone">The text.</param>
    public static bool IsZone(string zone) =>
        zone.Length is > 0 and <= 17
        && char.IsAsciiLetterOrDigit(zone[0])
        && zone.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
