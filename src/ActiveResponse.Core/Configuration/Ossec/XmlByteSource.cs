using System.Buffers;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Bytes of the file, with the daemons' way of putting bytes back and counting lines.</summary>
internal sealed class XmlByteSource(ReadOnlyMemory<byte> content, XmlRules rules)
{
    public const int End = -1;

    private const byte EndWhenPutBack = 0xFF;

    private readonly int[] _putBack = new int[8];
    private int _putBackCount;
    private int _next;

    /// <summary>Line the daemon would name in an error.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Offset of the last byte read.</summary>
    public int LastOffset => Math.Max(0, _next - _putBackCount - 1);

    public int Length => content.Length;

    /// <summary>Reads a byte and counts its line.</summary>
    public int Read()
    {
        var c = Take();
        if (c == '\n')
        {
            Line++;
        }

        return c;
    }

    /// <summary>Reads a byte where OSSEC's reader fails to count lines; Wazuh's counts everywhere.</summary>
    public int ReadUncounted() => rules.KeepsStash ? Read() : Take();

    /// <summary>Reads the next byte, uncounted as above, if it is this one; otherwise it is put back.</summary>
    public bool TakeNext(byte wanted)
    {
        if (_putBackCount == 0 && _next < content.Length && content.Span[_next] is not EndWhenPutBack and var next)
        {
            _next += next == wanted ? 1 : 0;
            return next == wanted;
        }

        var c = ReadUncounted();
        if (c == wanted)
        {
            return true;
        }

        PutBack(c);
        return false;
    }

    /// <summary>Reads the bytes before the next of some; none if a byte was put back.</summary>
    /// <param name="stops">Bytes to stop at.</param>
    /// <param name="most">How many to read at most.</param>
    public ReadOnlySpan<byte> ReadUntil(SearchValues<byte> stops, int most)
    {
        if (_putBackCount > 0)
        {
            return [];
        }

        var run = content.Span[Math.Min(_next, content.Length)..];
        run = run[..Math.Min(run.Length, most)];
        var end = run.IndexOfAny(stops);
        run = end < 0 ? run : run[..end];
        _next += run.Length;
        Line += run.Count((byte)'\n');
        return run;
    }

    /// <summary>Puts a byte back. Wazuh's stash holds signed bytes, so 0xFF comes back as the end of the file.</summary>
    public void PutBack(int c)
    {
        if (rules.KeepsStash)
        {
            Line -= c == '\n' ? 1 : 0;
            _putBack[_putBackCount++] = c == EndWhenPutBack ? End : c;
        }
        else if (c != End)
        {
            _putBack[_putBackCount++] = c;
        }
    }

    /// <summary>Continues at an offset, after an error.</summary>
    public void JumpTo(int offset)
    {
        _putBackCount = 0;
        _next = offset;
    }

    /// <summary>Skips a byte order mark and then an XML declaration; false if the declaration never ends.</summary>
    public bool SkipDeclaration()
    {
        if (content.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _next = 3;
        }

        if (!content.Span[_next..].StartsWith("<?xml"u8))
        {
            return true;
        }

        _next += 5;
        var previous = 0;
        while (true)
        {
            var c = Read();
            if (c == End)
            {
                return false;
            }

            if (previous == '?' && c == '>')
            {
                return true;
            }

            previous = c;
        }
    }

    private int Take()
    {
        if (_putBackCount > 0)
        {
            return _putBack[--_putBackCount];
        }

        return _next < content.Length ? content.Span[_next++] : End;
    }
}
