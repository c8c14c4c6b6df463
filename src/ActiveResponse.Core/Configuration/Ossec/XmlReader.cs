using System.Buffers;
using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads the daemons' own XML: one pass, byte by byte, no entities, comments anywhere.</summary>
/// <remarks>
/// Up to the first error every byte means what it means to the daemon (<c>src/os_xml/os_xml.c</c>); after it the reader recovers and
/// continues, to report later mistakes too.
/// </remarks>
internal sealed class XmlReader
{
    /// <summary>Maximum number of reported errors; a file with more isn't a configuration.</summary>
    private const int MaxErrors = 100;

    // All other bytes mean only themselves there.
    private static readonly SearchValues<byte> NotText = SearchValues.Create("<\\"u8);
    private static readonly SearchValues<byte> NotClosing = SearchValues.Create("<\\>"u8);
    private static readonly SearchValues<byte> NotName = SearchValues.Create("<\\> \t\n\v\f\r"u8);

    private readonly XmlRules _rules;
    private readonly XmlByteSource _source;
    private readonly XmlTree _tree = new();
    private readonly XmlTexts _texts = new();
    private readonly Stack<XmlFrame> _frames = new();
    private readonly Stack<XmlFrame> _unused = new();
    private readonly XmlAttributeReader _attributes;
    private bool _commentsNeverEnd;
    private bool _gaveUp;

    private XmlReader(ReadOnlyMemory<byte> content, XmlRules rules)
    {
        _rules = rules;
        _source = new XmlByteSource(content, rules);
        _attributes = new XmlAttributeReader(_source, rules, _tree, Fail);
    }

    public static XmlTree Read(ReadOnlyMemory<byte> content, XmlRules rules)
    {
        var reader = new XmlReader(content, rules);
        reader.ReadAll();
        return reader._tree;
    }

    private void ReadAll()
    {
        if (_rules.SkipsDeclaration && !_source.SkipDeclaration())
        {
            Fail(_source.Length, null, "The XML declaration is not closed: end it with \"?>\".");
            _source.JumpTo(5);
        }

        _frames.Push(new XmlFrame());
        while (!_gaveUp && ReadOn(_frames.Peek()))
        {
            _gaveUp |= _tree.Errors.Count >= MaxErrors;
        }

        LeaveOpenElements();
    }

    private bool ReadOn(XmlFrame frame)
    {
        TakeText(frame);
        var c = _source.Read();
        if (c == XmlByteSource.End)
        {
            return false;
        }

        Take(frame, c);
        return true;
    }

    /// <summary>Takes the bytes that mean only themselves all at once, as far as there is room for them.</summary>
    private void TakeText(XmlFrame frame)
    {
        var stops = frame.Place switch
        {
            XmlPlace.Name => NotName,
            XmlPlace.Closing => NotClosing,
            _ => NotText,
        };
        var isKept = frame.Place != XmlPlace.Outside;
        var text = _source.ReadUntil(stops, isKept ? _rules.MaxText - frame.Count : int.MaxValue);
        frame.Escaped &= text.IsEmpty;
        if (isKept)
        {
            frame.Add(text);
        }
    }

    // Long: one case per state of the reader.
    private void Take(XmlFrame frame, int c)
    {
        NoteBackslash(frame, c);
        if (frame.Count >= _rules.MaxText && !frame.Overflowed)
        {
            frame.Overflowed = true;
            Fail(_source.LastOffset, frame.Item?.Name, $"A text of {_rules.MaxText} bytes or more overflows: shorten it.");
        }

        if (c == '<' && SkipComment())
        {
            return;
        }

        switch (frame.Place)
        {
            case XmlPlace.Outside when !frame.Escaped:
                if (c == '<')
                {
                    OpenAtTop(frame);
                }

                break;
            case XmlPlace.Name when c == '>' || CNumber.IsBlank(c):
                EndName(frame, c);
                break;
            case XmlPlace.Closing when c == '>':
                EndElement(frame);
                break;
            case XmlPlace.Value when c == '<' && !frame.Escaped:
                OpenOrClose(frame);
                break;
            default:
                Keep(frame, c);
                break;
        }
    }

    private void NoteBackslash(XmlFrame frame, int c)
    {
        if (c == '\\')
        {
            frame.Escaped = !_rules.BackslashesPair || !frame.Escaped;
        }
        else if (c != '<')
        {
            frame.Escaped = false;
        }
    }

    private void Keep(XmlFrame frame, int c)
    {
        if (frame.Place != XmlPlace.Outside && frame.Count < _rules.MaxText)
        {
            frame.Add(c);
        }

        if (c == '<')
        {
            frame.Escaped = false;
        }
    }

    private void OpenAtTop(XmlFrame frame)
    {
        frame.TagOffset = _source.LastOffset;
        if (_source.TakeNext((byte)'/'))
        {
            Fail(frame.TagOffset, null, "A closing tag without an opening one: remove it, or open the element before it.");
            SkipTag();
            return;
        }

        frame.Place = XmlPlace.Name;
    }

    private void OpenOrClose(XmlFrame frame)
    {
        var tagOffset = _source.LastOffset;
        if (_source.TakeNext((byte)'/'))
        {
            frame.Value = _texts.Of(frame.Text);
            frame.ClearText();
            frame.TagOffset = tagOffset;
            frame.Place = XmlPlace.Closing;
            return;
        }

        if (_frames.Count >= XmlRules.MaxDepth)
        {
            Fail(tagOffset, null, $"Elements are nested more than {XmlRules.MaxDepth} deep: flatten them.");
            _gaveUp = true;
            return;
        }

        var inner = _unused.TryPop(out var unused) ? unused : new XmlFrame();
        _frames.Push(inner.Open(frame.Depth + 1, tagOffset));
    }

    private void EndName(XmlFrame frame, int c)
    {
        var selfClosed = frame.Count > 0 && frame.Text[^1] == '/';
        var text = selfClosed ? frame.Text[..^1] : frame.Text;
        var item = _tree.Add(XmlItemKind.Element, _texts.Of(text), frame.Depth, frame.TagOffset);
        frame.Item = item;
        frame.ClearText();
        frame.Place = XmlPlace.Value;
        if (CNumber.IsBlank(c))
        {
            selfClosed |= _attributes.Read(item);
        }

        if (selfClosed)
        {
            Leave(frame);
        }
    }

    private void EndElement(XmlFrame frame)
    {
        var item = frame.Item!;
        if (!Ascii.Equals(frame.Text, item.Name) && frame.TakeText() is var closing && !Closes(item, closing))
        {
            Fail(
                frame.TagOffset,
                item.Name,
                $"<{item.Name}> is not closed: this closing tag says \"{closing}\" where </{item.Name}> is due."
            );
            if (OuterNamed(closing) is { } ancestor)
            {
                AbandonUpTo(ancestor);
                return;
            }
        }

        item.Value = frame.Value;
        Leave(frame);
    }

    private XmlFrame? OuterNamed(string name) => _frames.Skip(1).FirstOrDefault(frame => frame.Item?.Name == name);

    private static bool Closes(XmlItem item, string closing) => closing == item.Name || (item.Damaged && item.Name.Length == 0);

    /// <summary>Handles a closing tag meant for an outer element: those inside stay open, and count as damaged.</summary>
    private void AbandonUpTo(XmlFrame ancestor)
    {
        while (_frames.Peek() != ancestor)
        {
            MarkDamaged(_frames.Pop());
        }

        MarkDamaged(ancestor);
        Leave(ancestor);
    }

    private void Leave(XmlFrame frame)
    {
        if (_frames.Count == 1)
        {
            frame.Reset();
            return;
        }

        _unused.Push(_frames.Pop());

        // Text before the child is overwritten by text after it.
        _frames.Peek().ClearText();
    }

    private void LeaveOpenElements()
    {
        var innermost = _frames.Peek();
        if (innermost.Place != XmlPlace.Outside && !_gaveUp)
        {
            var name = innermost.Item?.Name;
            Fail(
                _source.Length,
                name,
                name is null ? "The file ends within a tag: finish it." : $"The file ends before </{name}>: close the element."
            );
        }

        foreach (var frame in _frames)
        {
            MarkDamaged(frame);
        }
    }

    private static void MarkDamaged(XmlFrame frame)
    {
        if (frame.Item is { } item)
        {
            item.Damaged = true;
        }
    }

    /// <summary>Skips a comment that begins here, <c>&lt;!</c> up to <c>--&gt;</c> or <c>!&gt;</c>; false if there is none.</summary>
    private bool SkipComment()
    {
        var start = _source.LastOffset;
        if (!_source.TakeNext((byte)'!'))
        {
            return false;
        }

        if (_commentsNeverEnd)
        {
            SkipTag(orLine: true);
            return true;
        }

        if (!XmlComment.SkipRest(_source))
        {
            Fail(
                start,
                null,
                "The comment is not closed: end it with \"-->\". (\"<!\" always begins a comment, also in DOCTYPE and CDATA.)"
            );
            _commentsNeverEnd = true;
            _source.JumpTo(start + 2);
            SkipTag(orLine: true);
        }

        return true;
    }

    private void SkipTag(bool orLine = false)
    {
        int c;
        do
        {
            c = _source.Read();
        } while (c is not '>' and not XmlByteSource.End && !(orLine && c == '\n'));
    }

    private void Fail(int offset, string? element, string message) => _tree.AddError(offset, _source.Line, element, message);
}
