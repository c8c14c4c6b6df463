using NATS.Client.Core;

namespace ActiveResponse.Nats.Messages;

/// <summary>A message with its signature, as published and stored.</summary>
/// <param name="Content">The parsed content.</param>
/// <param name="Body">The signed bytes.</param>
/// <param name="Issuer">The signer's public key.</param>
/// <param name="Signature">The signature, in base64.</param>
/// <param name="Note">The signed note, as its header has it; null for none.</param>
internal sealed record SignedMessage(FleetMessage Content, byte[] Body, string Issuer, string Signature, string? Note = null)
{
    /// <summary>The headers it is published with.</summary>
    public NatsHeaders Headers()
    {
        var headers = new NatsHeaders { [MessageSignature.IssuerHeader] = Issuer, [MessageSignature.SignatureHeader] = Signature };
        if (Note is not null)
        {
            headers[MessageSignature.NoteHeader] = Note;
        }

        return headers;
    }
}
