using System.Security.Cryptography;
using System.Text;
using ActiveResponse.Configuration;

namespace ActiveResponse.Nats.Messages;

/// <summary>The keys of a fleet's rules, which are messages to all agents like orders.</summary>
internal static class RuleKey
{
    /// <summary>The key of the kill switch.</summary>
    public const string Switch = "halt";

    private const string Allow = "allow-";
    private const int Bytes = 16;

    /// <summary>Returns the key of a rule; null if the message isn't one, or lacks its network.</summary>
    public static string? Of(MessageVerb verb, AddressPrefix? network) =>
        verb switch
        {
            MessageVerb.Halt or MessageVerb.Resume => Switch,
            MessageVerb.Allow or MessageVerb.Disallow when network is { } given => Allow + HashOf(given),
            _ => null,
        };

    /// <summary>Whether a subject is a rule's.</summary>
    public static bool IsRule(string subject)
    {
        var key = subject.AsSpan(subject.LastIndexOf('.') + 1);
        return key.SequenceEqual(Switch) || key.StartsWith(Allow, StringComparison.Ordinal);
    }

    private static string HashOf(AddressPrefix network) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(network.ToString())).AsSpan(0, Bytes));
}
