namespace ActiveResponse.Nats.Messages;

/// <summary>A message with its signature, as it is published and kept.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Body">The bytes that were signed.</param>
/// <param name="Issuer">The public key of who signed it.</param>
/// <param name="Signature">The signature, in base64.</param>
internal sealed record SignedMessage(FleetMessage Content, byte[] Body, string Issuer, string Signature);
