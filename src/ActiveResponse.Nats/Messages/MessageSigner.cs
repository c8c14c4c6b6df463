using System.Collections.Concurrent;
using NATS.NKeys;

namespace ActiveResponse.Nats.Messages;

/// <summary>Signs messages with an issuer's key. Thread-safe: threads sign at the same time.</summary>
internal sealed class MessageSigner : IDisposable
{
    private readonly string _seed;

    // A key pair serves one thread at a time.
    private readonly ConcurrentBag<KeyPair> _idle = [];

    /// <param name="seed">The seed of the issuer's key.</param>
    public MessageSigner(string seed)
    {
        _seed = seed;
        var pair = KeyPair.FromSeed(seed);
        Issuer = pair.GetPublicKey();
        _idle.Add(pair);
    }

    /// <summary>The issuer's public key.</summary>
    public string Issuer { get; }

    public SignedMessage Sign(FleetMessage message)
    {
        var body = MessageJson.Write(message);
        var signature = new byte[MessageSignature.Length];
        var pair = _idle.TryTake(out var idle) ? idle : KeyPair.FromSeed(_seed);
        try
        {
            pair.Sign(MessageSignature.Signed(body), signature);
        }
        finally
        {
            _idle.Add(pair);
        }

        return new SignedMessage(message, body, Issuer, Convert.ToBase64String(signature));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var pair))
        {
            pair.Dispose();
        }
    }
}
