using System.Text.Json.Serialization;

namespace ActiveResponse.AspNetCore.Views;

/// <param name="Targets">Addresses, networks, users or files.</param>
/// <param name="Seconds">The duration; 0 for until lifted.</param>
/// <param name="With">The responder, or an executable bound to it.</param>
/// <param name="Reason">Why, for the record.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record BlockRequest(IReadOnlyList<string>? Targets, long? Seconds, string? With, string? Reason);

/// <param name="Targets">What to lift.</param>
/// <param name="Within">Whether a network also means all targets within it.</param>
/// <param name="Reason">Why, for the record.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LiftRequest(IReadOnlyList<string>? Targets, bool Within, string? Reason);

/// <param name="Reason">Why, for the record.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LiftOneRequest(string? Reason);

/// <param name="Seconds">The duration from now on; 0 for until lifted.</param>
/// <param name="Reason">Why, for the record.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExtendRequest(long? Seconds, string? Reason);

/// <param name="Entries">Addresses, networks, or host names where the agent takes them.</param>
/// <param name="Reason">Why, for the record.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AllowRequest(IReadOnlyList<string>? Entries, string? Reason);
