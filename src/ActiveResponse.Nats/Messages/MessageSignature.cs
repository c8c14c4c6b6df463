using System.Text;

namespace ActiveResponse.Nats.Messages;

/// <summary>The format of message signatures.</summary>
internal static class MessageSignature
{
    /// <summary>The header with the signer's public key.</summary>
    public const string IssuerHeader = "AR-Issuer";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "AR-Signature";

    /// <summary>The header with the note: its JSON and its signature, in base64, with a dot between.</summary>
    public const string NoteHeader = "AR-Note";

    /// <summary>The length of a signature, in bytes.</summary>
    public const int Length = 64;

    /// <summary>
    /// Returns the bytes to sign: the body after a prefix, so that a signature made for another purpose is never valid for a message.
    /// </summary>
    public static byte[] Signed(ReadOnlySpan<byte> body) => [.. "active-response fleet 1\n"u8, .. body];

    /// <summary>
    /// Returns the bytes to sign for a note: with the message's own signature, so that it is never valid for another message.
    /// </summary>
    public static byte[] SignedNote(string messageSignature, ReadOnlySpan<byte> note) =>
        [.. "active-response fleet note 1\n"u8, .. Encoding.UTF8.GetBytes(messageSignature), (byte)'\n', .. note];
}
