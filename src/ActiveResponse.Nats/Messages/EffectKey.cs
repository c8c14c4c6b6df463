using System.Buffers.Binary;
using System.Security.Cryptography;
using ActiveResponse.Planning;

namespace ActiveResponse.Nats.Messages;

/// <summary>The key of an order's effect, as 32 hexadecimal digits: a hash of executable, arguments and subject.</summary>
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

    /// <summary>Whether a text has the format of a key.</summary>
    public static bool IsKey(string text) => text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigitLower);

    // Each part has its length in front (-1 if it is missing), so that different lists of parts never give the same bytes. UTF-16,
    // since a text may not be valid Unicode.
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
