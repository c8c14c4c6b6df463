using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>How often a subject has offended against one responder.</summary>
/// <param name="Key">Responder and subject.</param>
/// <param name="Count">How many offenses, from 1.</param>
/// <param name="LastAt">When the last one was, or when its block ended if that was later; decay runs from here.</param>
/// <param name="LastAlertId">The alert of the last one: an alert that comes twice counts once.</param>
public sealed record OffenseRecord(ActionKey Key, int Count, DateTimeOffset LastAt, string LastAlertId);
