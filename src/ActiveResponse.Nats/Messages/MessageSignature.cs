namespace ActiveResponse.Nats.Messages;

/// <summary>The format of message signatures.</summary>
internal static class MessageSignature
{
    /// <summary>The header with the signer's public key.</summary>
    public const string IssuerHeader = "AR-Issuer";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "AR-Signature";

    /// <summary>The length of a signature, in bytes.</summary>
    public const int Length = 64;

    /// <summary>
    /// Returns the bytes to sign: the body after a prefix, so that a signature made for another purpose is never valid for a message.
    /// </summary>
    public static byte[] Signed(ReadOnlySpan<byte> body) => [.. "active-response fleet 1\n"u8, .. body];
}
