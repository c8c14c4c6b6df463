using System.Security.Cryptography;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Nats.Messages;

/// <summary>Keys of the rules of a fleet among those of its orders for all.</summary>
internal static class RuleKey
{
    /// <summary>Key of the kill switch.</summary>
    public const string Switch = "halt";

    private const string Allow = "allow-";
    private const int Bytes = 16;

    /// <summary>Key of a rule; null where the message is none, or lacks its network.</summary>
    public static string? Of(MessageVerb verb, AddressPrefix? network) =>
        verb switch
        {
            MessageVerb.Halt or MessageVerb.Resume => Switch,
            MessageVerb.Allow or MessageVerb.Disallow when network is { } given => Allow + HashOf(given),
            _ => null,
        };

    /// <summary>Whether a subject is that of a rule.</summary>
    public static bool IsRule(string subject)
    {
        var key = subject.AsSpan(subject.LastIndexOf('.') + 1);
        return key.SequenceEqual(Switch) || key.StartsWith(Allow, StringComparison.Ordinal);
    }

    private static string HashOf(AddressPrefix network) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(network.ToString())).AsSpan(0, Bytes));
}
