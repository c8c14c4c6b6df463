using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats.Issuing;

/// <summary>A line of an issuer's ledger file.</summary>
/// <param name="Message">The message.</param>
/// <param name="KnownUntil">When the newest message was issued that was known when this one was decided; null for none.</param>
internal sealed record LedgerLine(SignedMessage Message, DateTimeOffset? KnownUntil);
