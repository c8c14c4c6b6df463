namespace ActiveResponse.Planning;

/// <summary>What planning needs to know of a responder.</summary>
/// <param name="Name">Name of the responder instance, part of the <see cref="ActionKey"/>.</param>
/// <param name="Needs">What it needs from the alert.</param>
/// <param name="IsReversible">Whether it can revert its effect. If not, orders with a timeout are refused.</param>
public sealed record ResponderDescription(string Name, ResponderNeeds Needs, bool IsReversible);
