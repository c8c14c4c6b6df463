using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Parses the list in <c>&lt;rules_id&gt;</c> as both daemons do (<c>src/analysisd/rules.c</c>).</summary>
/// <remarks>After a number everything up to the next comma is skipped; any other character ends the list.</remarks>
internal static class RuleIdList
{
    /// <summary>Whether a text is these ids with commas between, and nothing else.</summary>
    public static bool IsWritten(ReadOnlySpan<char> text, ImmutableArray<uint> ids)
    {
        var next = 0;
        foreach (var id in text.Split(','))
        {
            if (next == ids.Length || !CNumber.IsWritten(text[id], ids[next++]))
            {
                return false;
            }
        }

        return next == ids.Length;
    }

    public static ImmutableArray<uint> Read(string text)
    {
        var ids = new uint[text.AsSpan().Count(',') + 1];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is ' ' or ',')
            {
                continue;
            }

            if (!char.IsAsciiDigit(text[i]))
            {
                break;
            }

            ids[count++] = unchecked((uint)CNumber.Atoi(text.AsSpan(i)));
            i = text.IndexOf(',', i);
            if (i < 0)
            {
                break;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(count == ids.Length ? ids : ids[..count]);
    }
}
