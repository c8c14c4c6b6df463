namespace ActiveResponse.Planning;

/// <summary>What planning must know of a responder.</summary>
/// <param name="Name">The responder instance's name, part of the <see cref="ActionKey"/>.</param>
/// <param name="Needs">What it needs of the alert.</param>
/// <param name="IsReversible">Whether it can take its effect back; if not, a timeout can't be honoured and the order is refused.</param>
public sealed record ResponderDescription(string Name, ResponderNeeds Needs, bool IsReversible);
