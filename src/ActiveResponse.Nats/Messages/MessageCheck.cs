using ActiveResponse.Diagnostics;
using ActiveResponse.Planning;
using NATS.NKeys;

namespace ActiveResponse.Nats.Messages;

/// <summary>Checks that a message is from a trusted issuer, unaltered, and meant for the subject it was found on.</summary>
internal sealed class MessageCheck
{
    /// <summary>How far ahead of this host's clock a message's time may be.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    private readonly string _fleet;
    private readonly FleetSubjects _subjects;
    private readonly Dictionary<string, KeyPair> _issuers;
    private readonly int _maxBytes;
    private readonly TimeProvider _clock;

    /// <param name="fleet">The fleet's name.</param>
    /// <param name="issuers">The trusted public keys.</param>
    /// <param name="maxBytes">The longest message that is accepted.</param>
    /// <param name="clock">The clock.</param>
    public MessageCheck(string fleet, IEnumerable<string> issuers, int maxBytes, TimeProvider clock)
    {
        (_fleet, _maxBytes, _clock) = (fleet, maxBytes, clock);
        _subjects = new FleetSubjects(fleet);
        _issuers = issuers
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(static key => key, static key => KeyPair.FromPublicKey(key), StringComparer.Ordinal);
    }

    /// <summary>Returns the message, or null if it is refused.</summary>
    /// <param name="subject">The subject it was found on.</param>
    /// <param name="issuer">The public key of its signer, as claimed.</param>
    /// <param name="signature">The signature, in base64.</param>
    /// <param name="body">The signed bytes.</param>
    /// <param name="note">The signed note, as its header has it; null for none. One that isn't valid for this message is ignored.</param>
    /// <param name="refusal">Why it is refused; null if it isn't.</param>
    /// <param name="stored">When it was stored, by another clock; null if only this host's clock counts. An issuer whose clock is slow must
    /// not take the others' messages for messages from the future.</param>
    public SignedMessage? Check(
        string subject,
        string? issuer,
        string? signature,
        byte[]? body,
        string? note,
        out MessageRefusal? refusal,
        DateTimeOffset? stored = null
    )
    {
        refusal = CheckSignature(issuer, signature, body);
        if (refusal is not null)
        {
            return null;
        }

        if (MessageJson.Read(body, out var problem) is not { } message)
        {
            refusal = new MessageRefusal("malformed", problem!);
            return null;
        }

        refusal = CheckPlace(subject, message, stored);
        if (refusal is not null)
        {
            return null;
        }

        return message.Order is { } order && NoteOf(_issuers[issuer!], signature!, note) is { } given
            ? new SignedMessage(message with { Order = order with { Origin = order.Origin.With(given) } }, body!, issuer!, signature!, note)
            : new SignedMessage(message, body!, issuer!, signature!);
    }

    private static OrderNote? NoteOf(KeyPair key, string messageSignature, string? header)
    {
        if (header is null || header.Length > MessageNote.MaxLength || header.Split('.') is not [var text, var signature])
        {
            return null;
        }

        var written = new byte[header.Length];
        Span<byte> bytes = stackalloc byte[MessageSignature.Length];
        return
            Convert.TryFromBase64String(text, written, out var length)
            && Convert.TryFromBase64String(signature, bytes, out var signed)
            && signed == MessageSignature.Length
            && key.Verify(MessageSignature.SignedNote(messageSignature, written.AsSpan(0, length)), bytes.ToArray())
            ? MessageNote.Read(written.AsMemory(0, length))
            : null;
    }

    private MessageRefusal? CheckSignature(string? issuer, string? signature, byte[]? body)
    {
        if (body is null || body.Length == 0 || issuer is null || signature is null)
        {
            return new MessageRefusal("unsigned", "it is empty or not signed");
        }

        if (body.Length > _maxBytes)
        {
            return new MessageRefusal("oversized", $"it has {body.Length} bytes, and the limit is {_maxBytes}");
        }

        if (!_issuers.TryGetValue(issuer, out var key))
        {
            return new MessageRefusal("unknown-issuer", $"it is signed by '{SafeText.Of(issuer)}', which isn't an issuer of this fleet");
        }

        Span<byte> bytes = stackalloc byte[MessageSignature.Length];
        return
            Convert.TryFromBase64String(signature, bytes, out var length)
            && length == MessageSignature.Length
            && key.Verify(MessageSignature.Signed(body), bytes.ToArray())
            ? null
            : new MessageRefusal("bad-signature", "its signature is invalid: it was altered");
    }

    private MessageRefusal? CheckPlace(string subject, FleetMessage message, DateTimeOffset? stored)
    {
        if (message.Fleet != _fleet)
        {
            return new MessageRefusal("other-fleet", $"it is for the fleet '{SafeText.Of(message.Fleet)}'");
        }

        if (!HasFittingKey(message) || subject != _subjects.OrderFor(message.Target, message.Key))
        {
            return new MessageRefusal("misplaced", "it was signed for a target or effect other than its subject's");
        }

        var now = _clock.GetUtcNow();
        var ahead = message.Issued - (stored > now ? stored.Value : now);
        return ahead > MostAhead
            ? new MessageRefusal("future", $"it was issued {ahead.TotalMinutes:0} min ahead of this host's clock: one clock is wrong")
            : null;
    }

    private static bool HasFittingKey(FleetMessage message) =>
        message.Verb switch
        {
            MessageVerb.Apply or MessageVerb.Lift => message.Key == EffectKey.Of(message.Order!),
            MessageVerb.Epoch => message.Key == FleetSubjects.EpochKey && message.Target == FleetTarget.All,
            _ => message.Key == RuleKey.Of(message.Verb, message.Network) && message.Target == FleetTarget.All,
        };
}
