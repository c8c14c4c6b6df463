namespace ActiveResponse.Configuration.Ossec;

/// <summary>Position of the reader in an element.</summary>
internal enum XmlPlace
{
    /// <summary>Before an opening tag; only at the top level.</summary>
    Outside,

    /// <summary>In the name of an opening tag.</summary>
    Name,

    /// <summary>In the value.</summary>
    Value,

    /// <summary>In the name of the closing tag.</summary>
    Closing,
}

/// <summary>Element being read, or the top level.</summary>
internal sealed class XmlFrame
{
    private byte[] _text = [];

    public int Depth { get; private set; }

    /// <summary>Offset of the current tag.</summary>
    public int TagOffset { get; set; }

    public XmlPlace Place { get; set; } = XmlPlace.Outside;

    /// <summary>Whether an unpaired backslash precedes.</summary>
    public bool Escaped { get; set; }

    /// <summary>The open element, once its name was read.</summary>
    public XmlItem? Item { get; set; }

    public int Count { get; private set; }

    /// <summary>The value, once its closing tag begins.</summary>
    public string Value { get; set; } = "";

    /// <summary>Whether the text was reported as too long.</summary>
    public bool Overflowed { get; set; }

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, Count);

    /// <summary>Begins with an element's opening tag, whatever the frame was used for before.</summary>
    public XmlFrame Open(int depth, int tagOffset)
    {
        Reset();
        (Depth, TagOffset, Place, Value, Escaped) = (depth, tagOffset, XmlPlace.Name, "", false);
        return this;
    }

    public void Add(int c) => Add([(byte)c]);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (Count + bytes.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(32, 2 * (Count + bytes.Length)));
        }

        bytes.CopyTo(_text.AsSpan(Count));
        Count += bytes.Length;
    }

    public string TakeText()
    {
        var text = LosslessText.DecodeCString(Text);
        ClearText();
        return text;
    }

    public void ClearText()
    {
        Count = 0;
        Overflowed = false;
    }

    /// <summary>Resets to the top level, waiting for a tag.</summary>
    public void Reset()
    {
        ClearText();
        Item = null;
        Place = XmlPlace.Outside;
    }
}
