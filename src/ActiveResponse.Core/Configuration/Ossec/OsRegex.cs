using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>A compiled OS_Regex pattern, searched for in a text regardless of case; immutable and safe for several threads.</summary>
/// <remarks>
/// <para>
/// <c>\w \d \s \p \W \D \S \. \t</c> are classes, <c>+</c> and <c>*</c> repeat what was escaped right before them, <c>^ $ | ( )</c> mean
/// what they usually do, and every other character (<c>.</c> too) is itself. Within that, the two programs have gone different ways: OSSEC
/// hands the pattern to a regular-expression library, Wazuh walks it by hand and gives up earlier (see <see cref="OsRegexWalk"/>). Each
/// dialect is answered as its own daemon answers.
/// </para>
/// <para>Matching takes time in proportion to pattern times text at most, and allocates nothing that is not pooled.</para>
/// </remarks>
internal sealed class OsRegex
{
    private readonly OsRegexEngine _engine;

    private OsRegex(OsRegexEngine engine) => _engine = engine;

    /// <summary>Compiles a pattern as OSSEC reads it.</summary>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out OsRegex? regex) =>
        TryCompile(pattern, ConfigDialect.Ossec, out regex);

    /// <summary>Compiles a pattern as the dialect's daemon reads it.</summary>
    /// <param name="pattern">The pattern; a NUL ends it. At most 2,048 bytes for OSSEC and 20,480 for Wazuh.</param>
    /// <param name="dialect">Whose daemon.</param>
    /// <param name="regex">The compiled pattern, or null where the daemon refuses it, which there means that it never matches.</param>
    public static bool TryCompile(string pattern, ConfigDialect dialect, [NotNullWhen(true)] out OsRegex? regex)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var bytes = Encoding.UTF8.GetBytes(pattern);
        var end = Array.IndexOf(bytes, (byte)0);
        var text = end < 0 ? bytes : bytes.AsSpan(0, end);
        var engine = dialect == ConfigDialect.Ossec ? CompileOssec(text) : OsRegexWalk.Compile(text);
        regex = engine is null ? null : new OsRegex(engine);
        return regex is not null;
    }

    /// <summary>Whether the pattern occurs in the text; a NUL ends the text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => IsMatch(utf8, out _);

    /// <summary>As <see cref="IsMatch(ReadOnlySpan{byte})"/>, and says how many steps it took.</summary>
    internal bool IsMatch(ReadOnlySpan<byte> utf8, out long steps)
    {
        var end = utf8.IndexOf((byte)0);
        return _engine.IsMatch(end < 0 ? utf8 : utf8[..end], out steps);
    }

    private static OsRegexEngine? CompileOssec(ReadOnlySpan<byte> pattern)
    {
        // The length limit is OSSEC's; an empty pattern is refused by the library it uses.
        if (pattern.Length is 0 or > 2048)
        {
            return null;
        }

        return (OsRegexEngine?)OsRegexAnchored.Compile(pattern) ?? OsRegexNfa.Compile(pattern);
    }
}
