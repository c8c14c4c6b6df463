namespace ActiveResponse.Nats.Messages;

/// <summary>A message with its signature, as published and stored.</summary>
/// <param name="Content">The parsed content.</param>
/// <param name="Body">The signed bytes.</param>
/// <param name="Issuer">The signer's public key.</param>
/// <param name="Signature">The signature, in base64.</param>
internal sealed record SignedMessage(FleetMessage Content, byte[] Body, string Issuer, string Signature);
