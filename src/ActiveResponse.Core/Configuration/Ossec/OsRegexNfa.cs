using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Runs an OSSEC pattern as a non-deterministic automaton: all paths at once, each text position once.</summary>
/// <remarks>
/// OSSEC's library backtracks and gives up, as not matching, after ten million attempts; this finds the match in time. Text that isn't
/// UTF-8 never matches, because the library refuses it. OSSEC's answer for a pattern with bytes that aren't UTF-8 is undefined.
/// </remarks>
internal sealed class OsRegexNfa : OsRegexEngine
{
    private const int StackLimit = 128;

    private readonly OsRegexStep[] _program;

    private OsRegexNfa(OsRegexStep[] program) => _program = program;

    /// <summary>Creates the engine, or null for a pattern that OSSEC refuses.</summary>
    public static OsRegexNfa? Compile(ReadOnlySpan<byte> pattern)
    {
        var program = OsRegexCompiler.Compile(pattern);
        return program is null ? null : new OsRegexNfa(program);
    }

    /// <inheritdoc/>
    public override bool IsMatch(ReadOnlySpan<byte> utf8, out long steps)
    {
        if (!Utf8.IsValid(utf8))
        {
            steps = 0;
            return false;
        }

        var size = _program.Length;
        var rented = size > StackLimit ? ArrayPool<int>.Shared.Rent(4 * size) : null;
        var memory = rented is null ? stackalloc int[4 * StackLimit] : rented;
        var run = new OsRegexRun(_program, memory);
        var matched = Search(ref run, utf8);
        steps = run.Steps;
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return matched;
    }

    private static bool Search(ref OsRegexRun run, ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (true)
        {
            if (run.Enter(atStart: position == 0, atEnd: position == text.Length))
            {
                return true;
            }

            if (position == text.Length)
            {
                return false;
            }

            var character = Decode(text[position..], out var length);
            position += length;
            if (run.Consume(character, atEnd: position == text.Length))
            {
                return true;
            }
        }
    }

    private static int Decode(ReadOnlySpan<byte> text, out int length)
    {
        if (text[0] < 0x80)
        {
            length = 1;
            return OsRegexFolding.Fold(text[0]);
        }

        Rune.DecodeFromUtf8(text, out var rune, out length);
        return OsRegexFolding.Fold(rune.Value);
    }
}
