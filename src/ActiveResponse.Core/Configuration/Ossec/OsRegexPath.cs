namespace ActiveResponse.Configuration.Ossec;

/// <summary>The single path Wazuh 4 tries through a branch of a pattern and a text.</summary>
internal ref struct OsRegexPath
{
    private readonly OsRegexBranch _branch;
    private readonly ReadOnlySpan<byte> _text;
    private OsRegexReturns _returns;
    private int _element;
    private int _position;

    // Where the next attempt begins after the first permanently consumed character, or -1.
    private int _attempt;

    // Whether a repeated class has had its first character.
    private bool _repeating;

    // Cleared when an attempt is abandoned, set by a consumed character: without it the end of the pattern doesn't count.
    private bool _tookSome;

    /// <summary>Starts at the beginning of both.</summary>
    public OsRegexPath(OsRegexBranch branch, ReadOnlySpan<byte> text)
    {
        _branch = branch;
        _text = text;
        _attempt = -1;
        _tookSome = true;
    }

    private enum Outcome
    {
        Took,
        Skipped,
        Failed,
        Matched,
    }

    /// <summary>Number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Walks to a match, or until there is none or the steps are used up.</summary>
    public bool Walk(long maxSteps)
    {
        for (; _position < _text.Length; _position++)
        {
            if (++Steps > maxSteps)
            {
                return false;
            }

            // A parenthesis consumes no character; a second one in a row is compared like a plain one.
            if (_branch.Is(_element, OsRegexElementKind.Parenthesis))
            {
                _element++;
            }

            if (_branch.IsEnd(_element) && !_branch.AtEnd)
            {
                return _tookSome;
            }

            switch (Step(OsRegexBranch.ToLower(_text[_position])))
            {
                case Outcome.Matched:
                    return true;
                case Outcome.Skipped:
                    _position--;
                    break;
                case Outcome.Failed when !GoBack():
                    return false;
            }
        }

        return _tookSome && RestMayBeMissing();
    }

    private Outcome Step(byte c)
    {
        if (_branch.IsEnd(_element))
        {
            return Outcome.Failed;
        }

        var element = _branch.Elements[_element];
        if (element.Kind == OsRegexElementKind.Class)
        {
            return element.Accepts(c) ? Take(element, c) : Refuse(element);
        }

        return element.Value == c ? TakeForGood() : Outcome.Failed;
    }

    private Outcome TakeForGood()
    {
        _element++;
        _attempt = _attempt < 0 ? _position : _attempt;
        _tookSome = true;
        return Outcome.Took;
    }

    private Outcome Take(OsRegexElement element, byte c)
    {
        if (element.Repeat == OsRegexRepeat.Once)
        {
            return TakeForGood();
        }

        if (!_repeating && element.Repeat == OsRegexRepeat.Plus)
        {
            _repeating = _tookSome = true;
            return Outcome.Took;
        }

        _repeating = true;
        var next = _branch.Is(_element + 1, OsRegexElementKind.Parenthesis) ? _element + 2 : _element + 1;
        if (_branch.IsEnd(next))
        {
            return Outcome.Took;
        }

        // The repetition ends as soon as the next element could also take the character.
        var following = _branch.Elements[next];
        if (following.Accepts(c))
        {
            _returns.Push(_element, _position);
            _repeating &= following.Kind == OsRegexElementKind.Class;
            _element = following.Repeat == OsRegexRepeat.Once ? next + 1 : next;
        }

        _tookSome = true;
        return Outcome.Took;
    }

    private Outcome Refuse(OsRegexElement element)
    {
        var repeated = _repeating;
        _repeating = false;
        if (repeated && _tookSome && _branch.IsAllButOver(_element))
        {
            return _branch.AtEnd ? Outcome.Failed : Outcome.Matched;
        }

        if (element.Repeat == OsRegexRepeat.Star || (element.Repeat == OsRegexRepeat.Plus && repeated))
        {
            _element++;
            _tookSome |= element.Repeat == OsRegexRepeat.Star;
            return Outcome.Skipped;
        }

        return Outcome.Failed;
    }

    /// <summary>Returns to the last saved place, or else starts anew; false if no new attempt is allowed.</summary>
    private bool GoBack()
    {
        if (_returns.TryPop(out var element, out var position))
        {
            _element = element;
            _position = position;
            return true;
        }

        _position = _attempt < 0 ? _position : _attempt;
        _attempt = -1;
        _element = 0;
        _tookSome = false;
        return !_branch.AtStart;
    }

    /// <summary>Whether the rest of the pattern, at the end of the text, needs no more characters.</summary>
    private readonly bool RestMayBeMissing()
    {
        var rest = SkipParenthesis(_element);
        if (_branch.IsEnd(rest))
        {
            return true;
        }

        if (!_repeating || !_branch.Is(rest, OsRegexElementKind.Class))
        {
            return IsLastStar(rest);
        }

        // The repeated class is done. Wazuh also accepts one that isn't repeated here.
        var current = _branch.Elements[rest++];
        if (current.Repeat == OsRegexRepeat.Once)
        {
            return IsLastStar(rest);
        }

        rest = SkipParenthesis(rest);
        if (_branch.IsEnd(rest) || IsLastStar(rest))
        {
            return true;
        }

        // Of two more classes, the first may be missing if it is not a +, the second if it is a *.
        if (_branch.Is(rest, OsRegexElementKind.Class))
        {
            current = _branch.Elements[rest++];
            rest = current.Repeat == OsRegexRepeat.Star ? SkipParenthesis(rest) : rest;
        }

        return current.Repeat != OsRegexRepeat.Plus && IsLastStar(rest);
    }

    private readonly bool IsLastStar(int index) =>
        _branch.Is(index, OsRegexElementKind.Class)
        && _branch.Elements[index].Repeat == OsRegexRepeat.Star
        && _branch.IsEnd(SkipParenthesis(index + 1));

    private readonly int SkipParenthesis(int index) => _branch.Is(index, OsRegexElementKind.Parenthesis) ? index + 1 : index;
}
