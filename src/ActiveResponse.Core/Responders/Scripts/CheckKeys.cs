using System.Collections.Immutable;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.DaemonJson;

namespace ActiveResponse.Responders.Scripts;

/// <summary>Reads a program's <c>check_keys</c> line: the keys by which Wazuh distinguishes a program's effects.</summary>
internal static class CheckKeys
{
    /// <summary>The part of the line that execd reads (Wazuh 4.14 <c>src/os_execd/execd.c</c>).</summary>
    public const int MaxLineBytes = 8191;

    /// <summary>The keys, or null if the line is no such message. A byte of a key that isn't UTF-8 is a lone U+DC80–U+DCFF.</summary>
    public static ImmutableArray<string>? Read(ReadOnlyMemory<byte> line) =>
        CJsonReader.TryRead(line.Span, out var root)
        && root.Find("command") is { IsText: true } command
        && command.Text.AsSpan().SequenceEqual("check_keys"u8)
        && root.Find("parameters")?.Find("keys") is { Kind: CJsonKind.Array } keys
            ? [.. keys.Items.Where(static key => key.Value.IsText).Select(static key => LosslessText.Decode(key.Value.Text))]
            : null;
}
