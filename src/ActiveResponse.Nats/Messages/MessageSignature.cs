namespace ActiveResponse.Nats.Messages;

/// <summary>How messages are signed.</summary>
internal static class MessageSignature
{
    /// <summary>The header with the public key of who signed.</summary>
    public const string IssuerHeader = "AR-Issuer";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "AR-Signature";

    /// <summary>The length of a signature, in bytes.</summary>
    public const int Length = 64;

    /// <summary>
    /// What is signed: the body, after a prefix that keeps a signature for something else from being taken for one of ours.
    /// </summary>
    public static byte[] Signed(ReadOnlySpan<byte> body) => [.. "active-response fleet 1\n"u8, .. body];
}
