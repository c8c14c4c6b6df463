using ActiveResponse.Diagnostics;
using NATS.NKeys;

namespace ActiveResponse.Nats.Messages;

/// <summary>Checks whether a message is from an issuer that is trusted, whole, and meant for where it was found.</summary>
internal sealed class MessageCheck
{
    /// <summary>How far ahead of this host's clock a message may have been issued.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    private readonly string _fleet;
    private readonly FleetSubjects _subjects;
    private readonly Dictionary<string, KeyPair> _issuers;
    private readonly int _maxBytes;
    private readonly TimeProvider _clock;

    /// <param name="fleet">The fleet's name.</param>
    /// <param name="issuers">The public keys that are trusted.</param>
    /// <param name="maxBytes">What is longer is refused.</param>
    /// <param name="clock">The time.</param>
    public MessageCheck(string fleet, IEnumerable<string> issuers, int maxBytes, TimeProvider clock)
    {
        (_fleet, _maxBytes, _clock) = (fleet, maxBytes, clock);
        _subjects = new FleetSubjects(fleet);
        _issuers = issuers
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(static key => key, static key => KeyPair.FromPublicKey(key), StringComparer.Ordinal);
    }

    /// <summary>The message, or why it is refused.</summary>
    /// <param name="subject">The subject it was found on.</param>
    /// <param name="issuer">The public key of who has signed it, as it says.</param>
    /// <param name="signature">The signature, in base64.</param>
    /// <param name="body">What was signed.</param>
    /// <param name="refusal">Why it is refused; null when it is not.</param>
    public SignedMessage? Check(string subject, string? issuer, string? signature, byte[]? body, out MessageRefusal? refusal)
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

        refusal = CheckPlace(subject, message);
        return refusal is null ? new SignedMessage(message, body!, issuer!, signature!) : null;
    }

    private MessageRefusal? CheckSignature(string? issuer, string? signature, byte[]? body)
    {
        if (body is null || body.Length == 0 || issuer is null || signature is null)
        {
            return new MessageRefusal("unsigned", "it is empty or not signed");
        }

        if (body.Length > _maxBytes)
        {
            return new MessageRefusal("oversized", $"it has {body.Length} bytes, and at most {_maxBytes} are taken");
        }

        if (!_issuers.TryGetValue(issuer, out var key))
        {
            return new MessageRefusal("unknown-issuer", $"it is signed by '{SafeText.Of(issuer)}', which is no issuer of this fleet");
        }

        Span<byte> bytes = stackalloc byte[MessageSignature.Length];
        return
            Convert.TryFromBase64String(signature, bytes, out var length)
            && length == MessageSignature.Length
            && key.Verify(MessageSignature.Signed(body), bytes.ToArray())
            ? null
            : new MessageRefusal("bad-signature", "its signature doesn't fit: it was altered");
    }

    private MessageRefusal? CheckPlace(string subject, FleetMessage message)
    {
        if (message.Fleet != _fleet)
        {
            return new MessageRefusal("other-fleet", $"it is for the fleet '{SafeText.Of(message.Fleet)}'");
        }

        if (!HasFittingKey(message) || subject != _subjects.OrderFor(message.Target, message.Key))
        {
            return new MessageRefusal("misplaced", "it was signed for another target or effect than that of its subject");
        }

        var ahead = message.Issued - _clock.GetUtcNow();
        return ahead > MostAhead
            ? new MessageRefusal("future", $"it was issued {ahead.TotalMinutes:0} min ahead of this host's clock: one of the two is wrong")
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
