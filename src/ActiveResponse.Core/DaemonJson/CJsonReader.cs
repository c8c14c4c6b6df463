using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.DaemonJson;

/// <summary>Reads a value with cJSON's leniency: ignores what follows the value.</summary>
internal ref struct CJsonReader
{
    /// <summary>The maximum depth of nested objects and arrays.</summary>
    public const int MaxDepth = 1000;

    private readonly ReadOnlySpan<byte> _content;
    private readonly bool _keepsDigits;
    private int _at;
    private int _depth;

    private CJsonReader(ReadOnlySpan<byte> content, bool keepsDigits)
    {
        _content = content;
        _keepsDigits = keepsDigits;
    }

    /// <summary>Reads the first value of a text.</summary>
    /// <param name="content">The text; it ends at its first NUL.</param>
    /// <param name="value">The value.</param>
    /// <param name="keepsDigits">Whether numbers are written as they were read; cJSON writes their double.</param>
    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out CJsonValue? value, bool keepsDigits = false)
    {
        var end = content.IndexOf((byte)0);
        content = end < 0 ? content : content[..end];
        var reader = new CJsonReader(content.StartsWith("\uFEFF"u8) ? content[3..] : content, keepsDigits);
        reader.SkipBlanks();
        value = reader.ReadValue();
        return value is not null;
    }

    private CJsonValue? ReadValue() =>
        Next switch
        {
            _ when Take("null"u8) => new CJsonValue { Kind = CJsonKind.Null },
            _ when Take("false"u8) => new CJsonValue { Kind = CJsonKind.False },
            _ when Take("true"u8) => new CJsonValue { Kind = CJsonKind.True },
            (byte)'"' => ReadText() is { } text ? CJsonValue.Of(text) : null,
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => CJsonNumber.TryRead(_content[_at..], out var number, out var length)
                ? Number(number, length)
                : null,
            (byte)'[' => ReadItems(CJsonKind.Array, (byte)']'),
            (byte)'{' => ReadItems(CJsonKind.Object, (byte)'}'),
            _ => null,
        };

    private CJsonValue Number(double number, int length)
    {
        var digits = _keepsDigits ? _content.Slice(_at, length).ToArray() : [];
        _at += length;
        return new CJsonValue
        {
            Kind = CJsonKind.Number,
            Number = number,
            Text = digits,
        };
    }

    private CJsonValue? ReadItems(CJsonKind kind, byte end)
    {
        if (_depth >= MaxDepth)
        {
            return null;
        }

        _depth++;
        var whole = new CJsonValue { Kind = kind };
        Pass();
        if (Next != end)
        {
            _at--;
            do
            {
                Pass();
                if (!ReadItem(whole))
                {
                    return null;
                }

                SkipBlanks();
            } while (Next == (byte)',');
        }

        if (Next != end)
        {
            return null;
        }

        _at++;
        _depth--;
        return whole;
    }

    private bool ReadItem(CJsonValue whole)
    {
        byte[]? name = [];
        if (whole.IsObject)
        {
            name = Next == (byte)'"' ? ReadText() : null;
            SkipBlanks();
            if (name is null || Next != (byte)':')
            {
                return false;
            }

            Pass();
        }

        if (ReadValue() is not { } value)
        {
            return false;
        }

        whole.Add(name, value);
        return true;
    }

    private byte[]? ReadText()
    {
        var text = CJsonText.TryRead(_content[_at..], out var length);
        _at += length;
        return text;
    }

    private readonly byte Next => _at < _content.Length ? _content[_at] : (byte)0;

    /// <summary>Skips one character and the blanks after it.</summary>
    private void Pass()
    {
        _at++;
        SkipBlanks();
    }

    private void SkipBlanks()
    {
        while (_at < _content.Length && _content[_at] <= 32)
        {
            _at++;
        }
    }

    private bool Take(ReadOnlySpan<byte> word)
    {
        var found = _content[_at..].StartsWith(word);
        _at += found ? word.Length : 0;
        return found;
    }
}
