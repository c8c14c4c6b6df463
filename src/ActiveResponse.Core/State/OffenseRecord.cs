using ActiveResponse.Planning;

namespace ActiveResponse.State;

/// <summary>A subject's offenses against one responder.</summary>
/// <param name="Key">Responder and subject.</param>
/// <param name="Count">Number of offenses, from 1.</param>
/// <param name="LastAt">Time of the last one, or the end of its block if later; decay starts here.</param>
/// <param name="LastAlertId">Alert of the last one: the same alert counts once.</param>
public sealed record OffenseRecord(ActionKey Key, int Count, DateTimeOffset LastAt, string LastAlertId);
