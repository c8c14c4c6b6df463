namespace ActiveResponse.Nats.Messages;

/// <summary>The reason a message is refused.</summary>
/// <param name="Reason">One of a few fixed names, under which refusals are counted.</param>
/// <param name="Why">The reason in one line, for an operator.</param>
internal sealed record MessageRefusal(string Reason, string Why);
