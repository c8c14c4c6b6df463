using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Ossec.Execd;

/// <summary>A text message as OSSEC's execd splits it: a name, then arguments, at every blank, without quotes and with empty
/// arguments.</summary>
/// <param name="Name">The command name.</param>
/// <param name="Arguments">User, address and the rest.</param>
internal sealed record OssecMessage(string Name, ImmutableArray<string> Arguments)
{
    /// <summary>The maximum datagram length in bytes; longer ones are truncated.</summary>
    public const int MaxBytes = 6143;

    /// <summary>The maximum number of arguments after the path and the action; the rest is dropped.</summary>
    public const int MaxArguments = 29;

    /// <summary>The text of a message.</summary>
    public static string TextOf(ReadOnlySpan<byte> datagram) => LosslessText.DecodeCString(datagram[..Math.Min(datagram.Length, MaxBytes)]);

    /// <summary>Splits a text; null if it has no blank, and so no name.</summary>
    public static OssecMessage? Split(string text)
    {
        var parts = text.Split(' ');
        return parts.Length < 2 ? null : new OssecMessage(parts[0], [.. parts.Skip(1).Take(MaxArguments)]);
    }
}
