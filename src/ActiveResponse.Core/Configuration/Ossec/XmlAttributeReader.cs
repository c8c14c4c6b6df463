namespace ActiveResponse.Configuration.Ossec;

/// <summary>Reads the attributes of an opening tag: they have no effect, but must be well-formed.</summary>
internal sealed class XmlAttributeReader(XmlByteSource source, XmlRules rules, XmlTree tree, Action<int, string?, string> fail)
{
    private readonly XmlFrame _text = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Reads up to the tag's <c>&gt;</c>, or the <c>/</c> that closes the element; true for the latter.</summary>
    public bool Read(XmlItem element)
    {
        _names.Clear();
        for (var count = 0; ; count++)
        {
            if (count > rules.MaxAttributes)
            {
                return Skip(element, element.Name, $"<{element.Name}> has more than {rules.MaxAttributes} attributes: remove some.", ' ');
            }

            var end = ReadOne(element);
            if (end is { } selfClosed)
            {
                return selfClosed;
            }
        }
    }

    /// <summary>Reads one attribute and the byte after it; null if more may follow.</summary>
    private bool? ReadOne(XmlItem element)
    {
        _text.ClearText();
        var offset = source.LastOffset + 1;
        while (true)
        {
            var c = source.Read();
            if (c != XmlByteSource.End && _text.Count >= rules.MaxText)
            {
                return Skip(element, element.Name, $"An attribute of <{element.Name}> is too long: shorten it.", c);
            }

            switch (c)
            {
                case XmlByteSource.End:
                    fail(source.Length, element.Name, $"The file ends within the tag <{element.Name}>: close it with \">\".");
                    return true;
                case '>' or '/' when _text.Count == 0:
                    return c == '/';
                case '=':
                    return ReadValue(element, offset);
                case '>' or '/' or ' ' or (>= '\t' and <= '\r') when _text.Count > 0:
                    var name = _text.TakeText();
                    var remedy = $"write {name}=\"…\" without a blank before \"=\", or remove it";
                    return Skip(element, name, $"The attribute \"{name}\" of <{element.Name}> has no value: {remedy}.", c);
                case ' ' or (>= '\t' and <= '\r'):
                    offset = source.LastOffset + 1;
                    break;
                default:
                    _text.Add(c);
                    break;
            }
        }
    }

    // Long: follows one attribute from its name to what comes after it.
    private bool? ReadValue(XmlItem element, int offset)
    {
        var name = _text.TakeText();
        if (_names.Contains(name))
        {
            return Skip(element, name, $"The attribute \"{name}\" of <{element.Name}> is there twice: remove one.", '=');
        }

        var quote = source.Read();
        while (CNumber.IsBlank(quote))
        {
            quote = source.Read();
        }

        if (quote is not '"' and not '\'')
        {
            return Skip(element, name, $"The value of \"{name}\" in <{element.Name}> needs quotes: write {name}=\"…\".", quote);
        }

        var (problem, last) = ReadQuoted(name, element, quote);
        if (problem is not null)
        {
            return Skip(element, name, problem, last);
        }

        var attribute = tree.Add(XmlItemKind.Attribute, name, element.Depth, offset);
        attribute.Value = _text.TakeText();
        if (attribute.Kind == XmlItemKind.Variable)
        {
            // The daemons search for duplicates only back to the last one named var.
            _names.Clear();
        }
        else
        {
            _names.Add(name);
        }

        var next = source.Read();
        if (CNumber.IsBlank(next))
        {
            return null;
        }

        if (next is '>' or '/')
        {
            return next == '/';
        }

        return Skip(
            element,
            name,
            $"After {name}=\"{attribute.Value}\" in <{element.Name}> comes neither a blank nor \">\": put a blank there.",
            next
        );
    }

    private (string? Problem, int Last) ReadQuoted(string name, XmlItem element, int quote)
    {
        while (true)
        {
            var c = source.Read();
            if (c == XmlByteSource.End)
            {
                return ($"The file ends within the value of \"{name}\": close it with {(char)quote} and the tag with \">\".", c);
            }

            if (_text.Count >= rules.MaxText)
            {
                return ($"The value of \"{name}\" in <{element.Name}> is too long: shorten it.", c);
            }

            if (c == '>')
            {
                return ($"The value of \"{name}\" in <{element.Name}> is not closed: end it with {(char)quote} before \">\".", c);
            }

            if (c == quote)
            {
                return (null, c);
            }

            _text.Add(c);
        }
    }

    /// <summary>Reports an error and continues after the tag.</summary>
    private bool Skip(XmlItem element, string name, string message, int last)
    {
        element.Damaged = true;
        fail(source.LastOffset, name, message);
        var previous = 0;
        for (var c = last; c is not '>' and not XmlByteSource.End; c = source.Read())
        {
            previous = c;
        }

        // "?" ends a misplaced declaration.
        return previous is '/' or '?';
    }
}
