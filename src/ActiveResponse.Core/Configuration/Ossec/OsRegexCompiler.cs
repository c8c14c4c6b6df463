using System.Text;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Compiles an OSSEC pattern to <see cref="OsRegexStep"/>s, or refuses what OSSEC refuses.</summary>
internal ref struct OsRegexCompiler
{
    // Limit of the library OSSEC uses.
    private const int MaxDepth = 250;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly List<OsRegexStep> _program;
    private int _position;
    private int _depth;

    private OsRegexCompiler(ReadOnlySpan<byte> pattern)
    {
        _pattern = pattern;
        _program = new List<OsRegexStep>(pattern.Length + 1);
    }

    /// <summary>Returns the program, or null for a refused pattern.</summary>
    public static OsRegexStep[]? Compile(ReadOnlySpan<byte> pattern)
    {
        var compiler = new OsRegexCompiler(pattern);
        if (!compiler.Alternatives() || compiler._position < pattern.Length)
        {
            return null;
        }

        compiler._program.Add(new OsRegexStep(OsRegexOperation.Match));
        return [.. compiler._program];
    }

    // OSSEC's own test: two characters back is a backslash. So after \\ the next character, or even a group that ends there, is repeated.
    private readonly bool AtQuantifier =>
        _position >= 2 && _pattern[_position - 2] == '\\' && _pattern[_position] is (byte)'*' or (byte)'+';

    private bool Alternatives()
    {
        var jumps = new List<int>();
        while (true)
        {
            var start = _program.Count;
            if (!Sequence())
            {
                return false;
            }

            if (_position == _pattern.Length || _pattern[_position] == ')')
            {
                break;
            }

            _position++;
            _program.Insert(start, new OsRegexStep(OsRegexOperation.Fork, _program.Count - start + 2));
            jumps.Add(_program.Count);
            _program.Add(new OsRegexStep(OsRegexOperation.Jump));
        }

        foreach (var jump in jumps)
        {
            _program[jump] = new OsRegexStep(OsRegexOperation.Jump, _program.Count - jump);
        }

        return true;
    }

    private bool Sequence()
    {
        while (_position < _pattern.Length && _pattern[_position] is not ((byte)'|' or (byte)')'))
        {
            var start = _program.Count;
            var isAnchor = _pattern[_position] is (byte)'^' or (byte)'$';
            if (AtQuantifier || !Item())
            {
                return false;
            }

            if (_position < _pattern.Length && AtQuantifier)
            {
                if (isAnchor)
                {
                    return false;
                }

                Repeat(start, atLeastOnce: _pattern[_position++] == '+');
            }
        }

        return true;
    }

    private readonly void Repeat(int start, bool atLeastOnce)
    {
        if (!atLeastOnce)
        {
            _program.Insert(start, new OsRegexStep(OsRegexOperation.Fork, _program.Count - start + 2));
            _program.Add(new OsRegexStep(OsRegexOperation.Jump, start - _program.Count));
            return;
        }

        _program.Add(new OsRegexStep(OsRegexOperation.Fork, start - _program.Count));
    }

    private bool Item()
    {
        var c = _pattern[_position];
        switch (c)
        {
            case (byte)'\\':
                return Escape();
            case (byte)'(':
                return Group();
            case (byte)'^':
                _position++;
                _program.Add(new OsRegexStep(OsRegexOperation.Start));
                return true;
            case (byte)'$':
                _position++;
                _program.Add(new OsRegexStep(OsRegexOperation.End));
                return true;
            default:
                Rune.DecodeFromUtf8(_pattern[_position..], out var rune, out var length);
                _position += length;
                Character(rune.Value);
                return true;
        }
    }

    private bool Group()
    {
        if (++_depth > MaxDepth)
        {
            return false;
        }

        _position++;
        if (!Alternatives() || _position == _pattern.Length)
        {
            return false;
        }

        _position++;
        _depth--;
        return true;
    }

    private bool Escape()
    {
        if (_position + 1 == _pattern.Length)
        {
            return false;
        }

        var c = _pattern[_position + 1];
        _position += 2;
        if (OsRegexClasses.TryGet(c, out var charClass))
        {
            _program.Add(new OsRegexStep(OsRegexOperation.Class, (int)charClass));
            return true;
        }

        Character(c == 't' ? '\t' : c);
        return @"t$(){}[]\|<".Contains((char)c, StringComparison.Ordinal);
    }

    private readonly void Character(int codePoint) =>
        _program.Add(new OsRegexStep(OsRegexOperation.Character, OsRegexFolding.Fold(codePoint)));
}
