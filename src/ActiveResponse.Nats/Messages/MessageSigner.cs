using NATS.NKeys;

namespace ActiveResponse.Nats.Messages;

/// <summary>Signs messages with an issuer's key.</summary>
internal sealed class MessageSigner : IDisposable
{
    private readonly KeyPair _key;
    private readonly Lock _gate = new();

    /// <param name="seed">The seed of the issuer's key.</param>
    public MessageSigner(string seed)
    {
        _key = KeyPair.FromSeed(seed);
        Issuer = _key.GetPublicKey();
    }

    /// <summary>The issuer's public key.</summary>
    public string Issuer { get; }

    public SignedMessage Sign(FleetMessage message)
    {
        var body = MessageJson.Write(message);
        var signature = new byte[MessageSignature.Length];
        lock (_gate)
        {
            _key.Sign(MessageSignature.Signed(body), signature);
        }

        return new SignedMessage(message, body, Issuer, Convert.ToBase64String(signature));
    }

    public void Dispose() => _key.Dispose();
}
