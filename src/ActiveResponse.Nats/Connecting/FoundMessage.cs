namespace ActiveResponse.Nats.Connecting;

/// <summary>A message as it was found in a stream.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="Stored">When the server took it, by its clock.</param>
/// <param name="Issuer">Who has signed it, as it says.</param>
/// <param name="Signature">The signature, as it says.</param>
/// <param name="Body">Its content.</param>
internal readonly record struct FoundMessage(
    string Subject,
    ulong Sequence,
    DateTimeOffset Stored,
    string? Issuer,
    string? Signature,
    byte[]? Body
);
