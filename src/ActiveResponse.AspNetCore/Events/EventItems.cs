using ActiveResponse.AspNetCore.Views;

namespace ActiveResponse.AspNetCore.Events;

/// <summary>An effect that has changed.</summary>
/// <param name="Id">The effect.</param>
/// <param name="Effect">The effect as it is now; null when it is gone.</param>
internal sealed record EffectEvent(string Id, EffectItem? Effect);

/// <summary>Events were missed: what was shown must be read again.</summary>
/// <param name="Missed">How many; 0 if unknown.</param>
internal sealed record LostEvent(long Missed);

/// <summary>Another configuration is in force.</summary>
/// <param name="Version">Its version.</param>
internal sealed record ConfigEvent(string Version);

/// <summary>The state of health has changed.</summary>
/// <param name="Status">The status, as of <see cref="HealthState"/>.</param>
internal sealed record HealthEvent(string Status);

/// <summary>The names of events.</summary>
internal static class EventKinds
{
    public const string Outcome = "outcome";
    public const string Effect = "effect";
    public const string Config = "config";
    public const string Health = "health";
    public const string Lost = "lost";
}
