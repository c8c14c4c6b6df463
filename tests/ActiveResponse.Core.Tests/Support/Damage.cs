using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Support;

/// <summary>Damages real inputs, at random: bytes are changed, cut out, doubled, and pieces that mean something are put in.</summary>
internal static class Damage
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\n",
            "\r\n",
            "\0",
            " ",
            "\t",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "/",
            "-",
            "!",
            "@",
            "*",
            "=",
            "null",
            "0",
            "-1",
            "99999999999999999999",
            "1e999",
            "192.0.2.999",
            "::/0",
            "203.0.113.9",
            "203.0.113.9/33",
            "\\ud800",
            "é",
            "#",
            "<",
            ">",
            "--",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC3],
        [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>Up to eight edits.</summary>
    public static Arbitrary<(int Kind, int At, int Value)[]> Edits { get; } =
        (from kind in Gen.Choose(0, 5) from at in Gen.Choose(0, 1_000_000) from value in Gen.Choose(0, 255) select (kind, at, value))
            .ArrayOf()
            .Where(static edits => edits.Length <= 8)
            .ToArbitrary();

    public static byte[] Apply(byte[] input, IEnumerable<(int Kind, int At, int Value)> edits) => edits.Aggregate(input, One);

    private static byte[] One(byte[] input, (int Kind, int At, int Value) edit)
    {
        var at = input.Length == 0 ? 0 : edit.At % input.Length;
        return edit.Kind switch
        {
            0 => input[..at],
            1 => [.. input[..at], .. input[Math.Min(input.Length, at + 1 + (edit.Value % 8))..]],
            2 => [.. input[..at], (byte)edit.Value, .. input[Math.Min(input.Length, at + 1)..]],
            3 => [.. input[..at], .. input[Math.Max(0, at - edit.Value)..]],
            _ => [.. input[..at], .. Pieces[edit.Value % Pieces.Length], .. input[at..]],
        };
    }
}
