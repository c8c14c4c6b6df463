namespace ActiveResponse.Nats.Connecting;

/// <summary>A message as found in a stream.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Sequence">Its sequence number in the stream.</param>
/// <param name="Stored">When the server stored it, by the server's clock.</param>
/// <param name="Issuer">The signer's public key, as claimed.</param>
/// <param name="Signature">The signature, as claimed.</param>
/// <param name="Body">Its content.</param>
/// <param name="Note">The signed note, as its header has it.</param>
internal readonly record struct FoundMessage(
    string Subject,
    ulong Sequence,
    DateTimeOffset Stored,
    string? Issuer,
    string? Signature,
    byte[]? Body,
    string? Note = null
);
