using System.Buffers.Binary;
using System.Security.Cryptography;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Messages;

/// <summary>What makes two orders the same effect, as 32 hexadecimal digits: a hash of executable, arguments and subject.</summary>
internal static class EffectKey
{
    private const int Bytes = 16;

    public static string Of(ResponseOrder order)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, order.Command.Executable);
        Add(hash, order.Command.ExtraArguments);
        Add(hash, order.Subject.Address?.ToString());
        Add(hash, order.Subject.User);
        Add(hash, order.Subject.File);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsKey(string text) => text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigitLower);

    // With its length, so that no two lists of parts come to the same bytes; a missing part has none. As UTF-16: a text need not be
    // Unicode.
    private static void Add(IncrementalHash hash, string? part)
    {
        var text = part ?? "";
        var bytes = new byte[sizeof(int) + (2 * text.Length)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, part is null ? -1 : text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(sizeof(int) + (2 * i)), text[i]);
        }

        hash.AppendData(bytes);
    }
}
