using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>
/// Formats addresses as the C library's <c>inet_ntop</c> does; <see cref="IPAddress.ToString"/> places dotted quads differently.
/// </summary>
internal static class AddressText
{
    public static string Write(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        var words = WordsOf(bytes);
        var (start, length) = LongestZeros(words);
        var text = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
        {
            if (i == start)
            {
                text.Append(i == 0 ? "::" : ":");
                i += length - 1;
            }
            else if (i == 6 && start == 0 && HoldsIPv4(words, length))
            {
                return text.Append(DottedMask.Write(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12)))).ToString();
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{words[i]:x}").Append(i < 7 ? ":" : "");
            }
        }

        return text.ToString();
    }

    private static ushort[] WordsOf(byte[] bytes)
    {
        var words = new ushort[8];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * i));
        }

        return words;
    }

    private static bool HoldsIPv4(ushort[] words, int zeros) => zeros == 6 || (zeros == 5 && words[5] == 0xFFFF);

    private static (int Start, int Length) LongestZeros(ushort[] words)
    {
        var best = (Start: -1, Length: 1);
        for (var i = 0; i < words.Length; i++)
        {
            var length = 0;
            while (i + length < words.Length && words[i + length] == 0)
            {
                length++;
            }

            best = length > best.Length ? (i, length) : best;
            i += length;
        }

        return best;
    }
}
