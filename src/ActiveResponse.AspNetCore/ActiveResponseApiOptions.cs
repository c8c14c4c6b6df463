using System.Security.Claims;

namespace ActiveResponse.AspNetCore;

/// <summary>Who may use the HTTP API, and its limits.</summary>
public sealed class ActiveResponseApiOptions
{
    /// <summary>The authorization policy for everything that only shows. Required.</summary>
    public string? ReadPolicy { get; set; }

    /// <summary>The authorization policy for what changes something. Required; a request also needs <see cref="ReadPolicy"/>.</summary>
    public string? ChangePolicy { get; set; }

    /// <summary>The name that goes on record with a change. Default: the name of the user's identity.</summary>
    public Func<ClaimsPrincipal, string?> NameOf { get; set; } = static user => user.Identity?.Name;

    /// <summary>The maximum number of event streams at a time, 1 – 10,000; more are refused with 503. Default: 200.</summary>
    public int MaxEventStreams { get; set; } = 200;

    internal void Check(string caller)
    {
        if (string.IsNullOrWhiteSpace(ReadPolicy) || string.IsNullOrWhiteSpace(ChangePolicy))
        {
            throw new InvalidOperationException(
                $"{caller} needs two authorization policies, since nothing is open by default: set {nameof(ReadPolicy)} and "
                    + $"{nameof(ChangePolicy)} to names that AddAuthorization knows. Whoever passes the second can lift every block."
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEventStreams, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxEventStreams, 10_000);
        ArgumentNullException.ThrowIfNull(NameOf);
    }
}
