using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Compiled OS_Regex pattern, searched ignoring case; immutable and thread-safe.</summary>
/// <remarks>
/// <para> <c>\w \d \s \p \W \D \S \. \t</c> are classes, <c>+</c> and <c>*</c> repeat the preceding escape, <c>^ $ | ( )</c> have their
/// usual meaning, and every other character (<c>.</c> too) is itself. Beyond that, the two programs differ: OSSEC passes the pattern to a
/// regular-expression library, Wazuh walks it by hand and gives up earlier (see <see cref="OsRegexWalk"/>). Each dialect behaves as its own
/// daemon. </para>
/// <para>Matching takes at most time proportional to pattern times text, and allocates only pooled memory.</para>
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
    /// <param name="dialect">The dialect.</param>
    /// <param name="regex">The compiled pattern, or null if the daemon refuses it, and so never matches.</param>
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

    /// <summary>Does the same, and counts its steps.</summary>
    internal bool IsMatch(ReadOnlySpan<byte> utf8, out long steps)
    {
        var end = utf8.IndexOf((byte)0);
        return _engine.IsMatch(end < 0 ? utf8 : utf8[..end], out steps);
    }

    private static OsRegexEngine? CompileOssec(ReadOnlySpan<byte> pattern)
    {
        // OSSEC's length limit; the library it uses refuses an empty pattern.
        if (pattern.Length is 0 or > 2048)
        {
            return null;
        }

        return (OsRegexEngine?)OsRegexAnchored.Compile(pattern) ?? OsRegexNfa.Compile(pattern);
    }
}
