using System.Text;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;

namespace ActiveResponse.Ossec.Execd;

/// <summary>The name of a Wazuh program's effect: the program's own name, and the keys of its <c>check_keys</c> line.</summary>
internal static class WazuhKeys
{
    /// <summary>The part of the line that execd reads.</summary>
    public const int MaxLine = 8191;

    private const int MaxKey = 4095;

    /// <summary>The identity of a program's effect.</summary>
    /// <param name="program">The path it was started by.</param>
    /// <param name="line">Its reply; one that isn't a valid message leaves the name alone.</param>
    /// <param name="isWazuh5">Wazuh 5 uses the command and the keys only.</param>
    public static string IdentityOf(string program, ReadOnlySpan<byte> line, bool isWazuh5)
    {
        var identity = LosslessText.Encode(program[(program.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/')).ToList();
        if (
            CJsonReader.TryRead(line[..Math.Min(line.Length, MaxLine)], out var message)
            && (isWazuh5 || IsWhole(message))
            && IsCheckKeys(message)
        )
        {
            identity.AddRange(Join(message));
        }

        return LosslessText.Decode([.. identity.Take(MaxKey)]);
    }

    private static bool IsWhole(CJsonValue message) =>
        message.Find("version") is { Kind: CJsonKind.Number }
        && message.Find("origin") is { IsObject: true }
        && message.Find("parameters") is { IsObject: true };

    private static bool IsCheckKeys(CJsonValue message) =>
        message.Find("command") is { IsText: true } command && command.Text.AsSpan().SequenceEqual("check_keys"u8);

    private static List<byte> Join(CJsonValue message)
    {
        var keys = new List<byte>();
        if (message.Find("parameters")?.Find("keys") is { Kind: CJsonKind.Array } named)
        {
            foreach (var (_, key) in named.Items.Where(static item => item.Value.IsText))
            {
                if (keys.Count + key.Text.Length + 2 > MaxKey + 1)
                {
                    break;
                }

                keys.Add((byte)'-');
                keys.AddRange(key.Text);
            }
        }

        return keys;
    }
}
