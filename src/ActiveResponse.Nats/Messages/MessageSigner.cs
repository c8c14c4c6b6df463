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
        var signature = Sign(MessageSignature.Signed(body));
        return new SignedMessage(message, body, Issuer, signature, NoteOf(message, signature));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var pair))
        {
            pair.Dispose();
        }
    }

    private string? NoteOf(FleetMessage message, string signature)
    {
        if (message.Order?.Origin.Note is not { } note)
        {
            return null;
        }

        var written = MessageNote.Write(note);
        return $"{Convert.ToBase64String(written)}.{Sign(MessageSignature.SignedNote(signature, written))}";
    }

    private string Sign(byte[] bytes)
    {
        var signature = new byte[MessageSignature.Length];
        var pair = _idle.TryTake(out var idle) ? idle : KeyPair.FromSeed(_seed);
        try
        {
            pair.Sign(bytes, signature);
        }
        finally
        {
            _idle.Add(pair);
        }

        return Convert.ToBase64String(signature);
    }
}
