namespace ActiveResponse.Nats.Messages;

/// <summary>Why a message is not taken.</summary>
/// <param name="Reason">One of a few fixed names, to be counted by.</param>
/// <param name="Why">The reason in one line, for an operator.</param>
internal sealed record MessageRefusal(string Reason, string Why);
